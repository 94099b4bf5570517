package io.github.lanewise.bench.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.jmh.WhenStopped;
import io.github.lanewise.kernels.conv.Convolution;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * JVMs that measure, each started for one round. All subjects of a round share the JVM with the
 * probes, as the layers of a network do; JMH would give each a JVM of its own.
 */
final class Forks implements Measurer {
  /** The largest subject takes some 60 MB, the probe of the memory a quarter of the heap. */
  private static final String HEAP = "-Xmx1g";

  private static final int LINES_SHOWN = 5;

  private final String main;
  private final List<String> classPath;
  private final boolean probes;
  private final Schedule schedule;

  /**
   * Forks of any program that ends in {@link Fork#run}.
   *
   * @param main name of the program's class
   * @param classPath what it runs on
   * @param probes whether it measures the machine, too
   * @param schedule how long it measures
   */
  Forks(String main, List<String> classPath, boolean probes, Schedule schedule) {
    this.main = main;
    this.classPath = classPath;
    this.probes = probes;
    this.schedule = schedule;
  }

  /** Forks of this build that measure shares of the machine. */
  static Forks ofThisBuild(boolean probes) {
    return new Forks(Fork.class.getName(), ForkedJvm.classPath(), probes, Schedule.USUAL);
  }

  /** Forks of this build's gate on another build's kernels, without probes. */
  static Forks ofKernels(Path kernels) {
    return new Forks(
        Fork.class.getName(), classPathWith(kernels.toString()), false, Schedule.USUAL);
  }

  /** This program's class path with other kernels in place of its own. */
  static List<String> classPathWith(String kernels) {
    String own = kernelsOfThisBuild();
    return ForkedJvm.classPath().stream()
        .map(entry -> Path.of(entry).equals(Path.of(own)) ? kernels : entry)
        .toList();
  }

  /** Where this program's kernels lie. */
  static String kernelsOfThisBuild() {
    try {
      return Path.of(Convolution.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs one fork; if it fails, the message shows the end of what it printed. */
  @Override
  public ForkResult measure(List<String> subjects) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ForkedJvm.arguments());
    command.add(HEAP);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(main);
    command.addAll(Fork.arguments(probes, schedule, subjects));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var reader = process.inputReader(UTF_8);
        var _ = new WhenStopped(process::destroyForcibly)) {
      List<String> lines = reader.lines().toList();
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            "a measuring JVM ended with "
                + status
                + ": "
                + String.join(
                    "; ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())));
      }
      return Fork.parse(lines);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a JVM was measuring", e);
    } finally {
      process.destroy();
    }
  }
}
