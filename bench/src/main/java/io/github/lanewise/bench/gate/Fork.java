package io.github.lanewise.bench.gate;

import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Workers;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The program of a forked JVM: measures the limits of the machine and then the subjects, and prints
 * what came out. It and {@link Forks} are the two ends of one pipe, so both directions of the
 * format are here.
 */
final class Fork {
  /** Marks lines that are results, among whatever else a JVM prints. */
  private static final String MARK = "@lanewise-gate";

  private Fork() {}

  /** Runs the fork with the real subjects. */
  public static void main(String[] args) {
    run(Subjects::make, args, System.out);
  }

  /** The command line of a fork. */
  static List<String> arguments(boolean probes, Schedule schedule, List<String> subjects) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Boolean.toString(probes));
    arguments.add(schedule.warmup().toString());
    arguments.add(Integer.toString(schedule.windows()));
    arguments.add(schedule.window().toString());
    arguments.addAll(subjects);
    return arguments;
  }

  /**
   * Runs the fork.
   *
   * @param subjects makes a subject from its name
   * @param args as {@link #arguments} made them
   * @param out where results go
   */
  static void run(Function<String, Subject> subjects, String[] args, PrintStream out) {
    // Kernels of another build may lack the probes; then nothing here may touch them.
    Roofline roofline = Boolean.parseBoolean(args[0]) ? Roofline.measure(Workers.serial()) : null;
    Schedule schedule =
        new Schedule(Duration.parse(args[1]), Integer.parseInt(args[2]), Duration.parse(args[3]));
    print(out, "lanes", Lanes.bits());
    for (String name : List.of(args).subList(4, args.length)) {
      try {
        measure(name, subjects.apply(name), schedule, roofline, out);
      } catch (LinkageError e) {
        if (roofline != null) {
          throw e;
        } // else kernels of another build that do not have it
      }
    }
  }

  private static void measure(
      String name, Subject subject, Schedule schedule, Roofline roofline, PrintStream out) {
    Measurement measured = new Measurement(subject.work(), schedule);
    print(
        out,
        "sample",
        name,
        subject.algorithm(),
        measured.bytesPerCall(),
        measured.median(),
        measured.best(),
        roofline == null ? Double.NaN : subject.bound().applyAsDouble(roofline));
  }

  private static void print(PrintStream out, Object... words) {
    StringBuilder line = new StringBuilder(MARK);
    for (Object word : words) {
      line.append(' ').append(word);
    }
    out.println(line);
  }

  /**
   * Reads what a fork printed.
   *
   * @param lines its output
   * @return its results
   * @throws IllegalArgumentException if it did not print its lanes
   */
  static ForkResult parse(List<String> lines) {
    Integer lanes = null;
    List<Sample> samples = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (!words[0].equals(MARK)) {
        continue;
      }
      if (words[1].equals("lanes")) {
        lanes = Integer.valueOf(words[2]);
      } else {
        samples.add(
            new Sample(
                words[2],
                words[3],
                Double.parseDouble(words[4]),
                Double.parseDouble(words[5]),
                Double.parseDouble(words[6]),
                Double.parseDouble(words[7])));
      }
    }
    if (lanes == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "no line '%s lanes' in the %d lines of a fork", MARK, lines.size()));
    }
    return new ForkResult(lanes, samples);
  }
}
