package io.github.lanewise.bench.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The file of expectations, {@code expectations.csv} beside this class. */
final class Expectations {
  private static final String FILE = "expectations.csv";
  private static final String HEADER = "subject,laneBits,algorithm,floor";

  private final List<Expectation> all;

  private Expectations(List<Expectation> all) {
    this.all = List.copyOf(all);
  }

  /** Those of this build. */
  static Expectations ofThisBuild() {
    try (var in = Expectations.class.getResourceAsStream(FILE);
        var reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return parse(reader.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @param lines a header, then a line for each expectation; lines that start with # are comments
   * @throws IllegalArgumentException if a line has another form; the message names it
   */
  static Expectations parse(List<String> lines) {
    List<Expectation> all = new ArrayList<>();
    boolean headed = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!headed) {
        check(line.equals(HEADER), i, line, HEADER);
        headed = true;
        continue;
      }
      String[] cells = line.split(",", -1);
      check(cells.length == 4, i, line, "4 cells: " + HEADER);
      try {
        all.add(
            new Expectation(
                cells[0],
                Integer.parseInt(cells[1]),
                cells[2],
                cells[3].isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Double.parseDouble(cells[3]))));
      } catch (NumberFormatException e) {
        check(false, i, line, "numbers for laneBits and floor");
      }
    }
    return new Expectations(all);
  }

  private static void check(boolean holds, int index, String line, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          FILE + ", line " + (index + 1) + ": '" + line + "', expected " + expected);
    }
  }

  /** What is expected of a subject; empty if nothing is, as on vectors of an unknown width. */
  Optional<Expectation> of(String subject, int laneBits) {
    return all.stream()
        .filter(e -> e.subject().equals(subject) && e.laneBits() == laneBits)
        .findFirst();
  }

  /** All of them, in the order of the file. */
  List<Expectation> all() {
    return all;
  }
}
