package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Examples from a text file, gzipped or not, with a line for each: its values row by row, then its
 * class, a number from 0; all with commas between. A first line that does not begin with a number
 * is taken for names of the columns.
 */
public final class Csv {
  /** Number of values, where any will do that all lines have. */
  private static final int ANY = 0;

  private Csv() {}

  /**
   * Examples of a file of which nothing was known.
   *
   * @param length values of an example
   * @param values of each example, as they are in the file
   * @param labels the class of each
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index, never compared
  public record Table(int length, List<float[]> values, int[] labels) {
    /** Copies the list. */
    public Table {
      values = List.copyOf(values);
    }

    /**
     * The examples as a network reads them.
     *
     * @param shape shape of an example
     * @param classes number of classes
     * @param scaling how a value becomes what a network reads
     * @return the examples
     * @throws IllegalArgumentException if lengths do not fit or a label is no class
     */
    public Dataset dataset(Shape shape, int classes, Scaling scaling) {
      float[] pixels = new float[shape.length(labels.length)];
      for (int i = 0; i < labels.length; i++) {
        for (int j = 0; j < length; j++) {
          pixels[i * length + j] = scaling.apply(values.get(i)[j]);
        }
      }
      return new FloatPictures(shape, classes, pixels, labels);
    }
  }

  /**
   * Reads examples of any length and any number of classes.
   *
   * @param file the file
   * @return the examples, one at least
   * @throws IOException if the file cannot be read, has no examples or a line is wrong; the message
   *     names the line
   */
  public static Table table(Path file) throws IOException {
    Table table = table(file, ANY, "values of the line before it", Integer.MAX_VALUE);
    if (table.labels().length == 0) {
      throw new IOException(file + " has no examples");
    }
    return table;
  }

  /**
   * Reads examples.
   *
   * @param file the file
   * @param shape shape of an example; a line has its length and one more columns
   * @param classes number of classes
   * @param scaling how a value becomes what a network reads
   * @return the examples
   * @throws IOException if the file cannot be read or a line is wrong; the message names the line
   */
  public static Dataset read(Path file, Shape shape, int classes, Scaling scaling)
      throws IOException {
    Table table = table(file, shape.length(), "values of " + shape, classes);
    return table.dataset(shape, classes, scaling);
  }

  private static Table table(Path file, int length, String what, int classes) throws IOException {
    List<float[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (InputStream in = Gzip.unzipped(new BufferedInputStream(Files.newInputStream(file)));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        boolean names = number == 1 && !line.matches("\\s*[-+.0-9].*");
        if (!line.isBlank() && !names) {
          String where = file + ", line " + number;
          int expected = length == ANY && !rows.isEmpty() ? rows.getFirst().length : length;
          rows.add(values(where, line.split(",", -1), expected, what));
          labels.add(label(where, line.substring(line.lastIndexOf(',') + 1), classes));
        }
      }
    }
    return new Table(
        rows.isEmpty() ? length : rows.getFirst().length,
        rows,
        labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static float[] values(String where, String[] columns, int expected, String what)
      throws IOException {
    int length = columns.length - 1;
    if (length < 1) {
      throw new IOException(
          where + " has one column, expected the values and the class, with commas between");
    }
    if (expected != ANY && length != expected) {
      throw new IOException(
          "%s has %d columns, expected the %d %s and a class"
              .formatted(where, columns.length, expected, what));
    }
    float[] row = new float[length];
    for (int i = 0; i < length; i++) {
      try {
        row[i] = Float.parseFloat(columns[i].strip());
      } catch (NumberFormatException e) {
        throw new IOException(where + ": " + e.getMessage() + " is no number", e);
      }
      if (!Float.isFinite(row[i])) {
        throw new IOException(
            "%s: '%s' is no finite number, expected one".formatted(where, columns[i].strip()));
      }
    }
    return row;
  }

  private static int label(String where, String text, int classes) throws IOException {
    try {
      int label = Integer.parseInt(text.strip());
      if (label >= 0 && label < classes) {
        return label;
      }
      throw new IOException(
          "%s has the class %d, expected 0 to %d".formatted(where, label, classes - 1));
    } catch (NumberFormatException e) {
      throw new IOException(where + ": " + e.getMessage() + " is no number", e);
    }
  }
}
