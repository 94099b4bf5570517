package io.github.lanewise.bench.gate;

import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.conv.Convolution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Compares this build's kernels with those of another jar. Forks of both take turns in the order
 * ABBA, so that a machine that grows slower or faster meanwhile favours neither. A subject that is
 * slower is measured again, and counts only if it is slower then, too.
 */
public final class BuildGate {
  /** The fewest forks of each build that can show a significance of 0.01. */
  public static final int FORKS = 5;

  private final Measurer fork;
  private final Measurer otherFork;
  private final int count;

  BuildGate(Measurer fork, Measurer otherFork, int count) {
    this.fork = fork;
    this.otherFork = otherFork;
    this.count = count;
  }

  /**
   * The gate between this build and another.
   *
   * @param kernels the other build's jar of the kernels module
   * @param forks JVMs of each build that measure, at least {@link #FORKS}
   * @return the gate
   * @throws IOException if the file is not a jar of the kernels
   * @throws IllegalArgumentException if the forks are too few to show anything
   */
  public static BuildGate against(Path kernels, int forks) throws IOException {
    if (forks < FORKS) {
      throw new IllegalArgumentException(
          forks + " forks, expected at least " + FORKS + ": fewer cannot show p < 0.01");
    }
    String entry = Convolution.class.getName().replace('.', '/') + ".class";
    try (ZipFile jar = new ZipFile(kernels.toFile())) {
      if (jar.getEntry(entry) == null) {
        throw new IOException(
            kernels + ": no " + entry + " in it, expected a jar of the kernels module");
      }
    } catch (ZipException e) {
      throw new IOException(kernels + ": not a jar (" + e.getMessage() + ")", e);
    }
    return new BuildGate(Forks.ofThisBuild(false), Forks.ofKernels(kernels), forks);
  }

  /**
   * Measures and compares.
   *
   * @param subjects names of what is measured
   * @param progress is told how far it is
   * @return the comparisons
   * @throws IOException if a fork fails
   */
  public BuildReport run(List<String> subjects, Progress progress) throws IOException {
    BuildReport first = measure(subjects, "gate", progress);
    List<String> slower =
        first.comparisons().stream().filter(Comparison::slower).map(Comparison::subject).toList();
    if (slower.isEmpty()) {
      return first;
    }
    BuildReport second = measure(slower, "again " + String.join(", ", slower), progress);
    List<Comparison> comparisons = new ArrayList<>(first.comparisons());
    comparisons.replaceAll(
        before ->
            second.comparisons().stream()
                .filter(again -> again.subject().equals(before.subject()))
                .findFirst()
                .map(again -> again.confirming(before))
                .orElse(before));
    return new BuildReport(first.laneBits(), comparisons, first.missing(), slower);
  }

  private BuildReport measure(List<String> subjects, String what, Progress progress)
      throws IOException {
    List<ForkResult> results = new ArrayList<>();
    List<ForkResult> otherResults = new ArrayList<>();
    for (int pair = 0; pair < count; pair++) {
      progress.at(what, pair, count);
      if (pair % 2 == 0) {
        results.add(fork.measure(subjects));
        otherResults.add(otherFork.measure(subjects));
      } else {
        otherResults.add(otherFork.measure(subjects));
        results.add(fork.measure(subjects));
      }
    }
    List<Comparison> comparisons = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String subject : subjects) {
      List<Double> otherMedians = mediansOf(subject, otherResults);
      if (otherMedians.isEmpty()) {
        missing.add(subject);
      } else {
        comparisons.add(Comparison.of(subject, mediansOf(subject, results), otherMedians));
      }
    }
    return new BuildReport(results.getFirst().laneBits(), comparisons, missing, List.of());
  }

  private static List<Double> mediansOf(String subject, List<ForkResult> results) {
    return results.stream()
        .flatMap(result -> result.samples().stream())
        .filter(sample -> sample.subject().equals(subject))
        .map(Sample::medianSeconds)
        .toList();
  }
}
