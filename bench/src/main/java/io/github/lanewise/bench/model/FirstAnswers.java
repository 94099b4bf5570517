package io.github.lanewise.bench.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.jmh.WhenStopped;
import io.github.lanewise.bench.jmh.WorkFolder;
import io.github.lanewise.bench.statistics.Statistics;
import io.github.lanewise.onnx.OnnxModel;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how long it takes from the start of a process to the first answer of a model: JVM,
 * classes or native library, model file, and the first run. Contenders take turns. Each starts with
 * an archive of its classes, made by a JVM that does not count (JDK's class data sharing).
 *
 * @param measured the model and who computes it
 * @param inputs what it is given
 * @param turns JVMs of each contender
 * @param jvmArgs further arguments for the JVMs
 */
record FirstAnswers(ModelCase measured, ModelInputs inputs, int turns, List<String> jvmArgs) {
  private static final int LINES_SHOWN = 5;

  /** All contenders, Lanewise first. */
  Map<String, FirstAnswer> measure() throws IOException {
    List<String> names = new ArrayList<>(List.of(OurModel.NAME));
    names.addAll(measured.peers());
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    try (WorkFolder work = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")))) {
      for (String name : names) {
        makeArchive(name, archive(work, name));
      }
      for (int turn = 0; turn < turns; turn++) {
        for (String name : names) {
          double time = once(name, archive(work, name));
          seconds.computeIfAbsent(name, _ -> new ArrayList<>()).add(time);
        }
      }
    }
    Map<String, FirstAnswer> answers = new LinkedHashMap<>();
    seconds.forEach(
        (name, times) ->
            answers.put(name, new FirstAnswer(Statistics.median(times), Statistics.spread(times))));
    return answers;
  }

  private static Path archive(WorkFolder work, String contender) {
    return work.path().resolve(contender + ".jsa");
  }

  /** There is none of classes that lie in folders; then each start loads them. */
  private void makeArchive(String contender, Path archive) throws IOException {
    Process process =
        new ProcessBuilder(command(contender, "-XX:ArchiveClassesAtExit=" + archive))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var _ = new WhenStopped(process::destroyForcibly)) {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while " + measured.title() + " was measured", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private double once(String contender, Path archive) throws IOException {
    List<String> command =
        Files.exists(archive)
            ? command(contender, "-XX:SharedArchiveFile=" + archive, "-Xlog:disable")
            : command(contender);
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader reader = process.inputReader(UTF_8);
        var _ = new WhenStopped(process::destroyForcibly)) {
      List<String> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(FirstAnswerFork.ANSWERED)) {
          double seconds = 1e-9 * (System.nanoTime() - start);
          return seconds; // what the JVM does from here on is of no interest: it is stopped
        }
        lines.add(line);
      }
      throw new IOException(
          "%s: no answer by %s: %s"
              .formatted(
                  measured.title(),
                  contender,
                  String.join("; ", lines.subList(0, Math.min(LINES_SHOWN, lines.size())))));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Each has what it needs and no more: the Vector API, an incubator module, slows a start. */
  private List<String> command(String contender, String... flags) {
    boolean ours = contender.equals(OurModel.NAME);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(ours ? "--add-modules=jdk.incubator.vector" : "--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow"); // else protobuf's use of it is warned of
    command.addAll(jvmArgs);
    command.addAll(List.of(flags));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, ForkedJvm.classPath(OnnxModel.class, !ours)));
    command.add(FirstAnswerFork.class.getName());
    command.add(contender);
    command.add(measured.file().toAbsolutePath().toString());
    command.add(inputs.toString());
    command.add(Integer.toString(measured.threads()));
    return command;
  }
}
