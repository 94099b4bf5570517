package io.github.lanewise.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.progress.Progress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The gate on real forks: equal builds pass, a slowed kernel fails. As many forks run as a
 * significance of 0.01 needs, and no more: both gates judge the same ones, and where a gate
 * measures again, it is given what it got before. That a rerun decides is shown on made-up figures.
 */
class GateProvesItselfTest {
  private static final Schedule SHORT =
      new Schedule(Duration.ofMillis(250), 5, Duration.ofMillis(3));

  private static final List<String> SUBJECTS = List.of("lenet1");

  private static final List<ForkResult> EQUAL = new ArrayList<>();
  private static final List<ForkResult> OTHER_EQUAL = new ArrayList<>();
  private static final List<ForkResult> SLOWED = new ArrayList<>();

  /** In turns, so that another program's load meets all of them. */
  @BeforeAll
  static void runForks() throws Exception {
    for (int round = 0; round < BuildGate.FORKS; round++) {
      boolean probes = round == 0; // which take long; floors are held against these forks alone
      Measurer equal = forks(Fork.class, probes);
      Measurer slowed = forks(SlowedFork.class, probes);
      EQUAL.add(equal.measure(SUBJECTS));
      SLOWED.add(slowed.measure(SUBJECTS));
      OTHER_EQUAL.add(equal.measure(SUBJECTS));
    }
  }

  @Test
  void floorsPassTheBuildThatTheyComeFromAndFailASlowedOne() throws Exception {
    List<String> lines = new ArrayList<>(List.of("subject,laneBits,algorithm,floor"));
    lines.addAll(floorGate(EQUAL, Expectations.parse(lines)).proposal(0.5));
    Expectations half = Expectations.parse(lines);

    FloorReport again = floorGate(OTHER_EQUAL, half);
    assertThat(again.passed()).as(again.toString()).isTrue();
    assertThat(again.verdicts()).allMatch(verdict -> verdict.bytesPerCall() == 0);

    FloorReport slow = floorGate(SLOWED, half);
    assertThat(slow.rerun()).isEqualTo(SUBJECTS);
    assertThat(slow.verdicts())
        .allSatisfy(v -> assertThat(v.complaints()).containsExactly(Complaint.BELOW_FLOOR));
  }

  @Test
  void aBuildPassesAgainstItselfAndASlowedOneFails() throws Exception {
    BuildReport same = buildGate(EQUAL, OTHER_EQUAL);
    assertThat(same.passed()).as(same.toString()).isTrue();

    BuildReport slow = buildGate(SLOWED, EQUAL);
    assertThat(slow.rerun()).isEqualTo(SUBJECTS);
    assertThat(slow.comparisons()).as(slow.toString()).allMatch(Comparison::slower);
  }

  private static FloorReport floorGate(List<ForkResult> forks, Expectations expectations)
      throws Exception {
    return new FloorGate(replay(forks.subList(0, 1)), 1, expectations, true)
        .run(SUBJECTS, Progress.NONE);
  }

  private static BuildReport buildGate(List<ForkResult> forks, List<ForkResult> otherForks)
      throws Exception {
    return new BuildGate(replay(forks), replay(otherForks), forks.size())
        .run(SUBJECTS, Progress.NONE);
  }

  /** The same results again and again. */
  private static Measurer replay(List<ForkResult> forks) {
    Iterator<ForkResult> results = Stream.generate(() -> forks).flatMap(List::stream).iterator();
    return subjects -> results.next();
  }

  /** Forks whose class path holds the tests, too. */
  private static Measurer forks(Class<?> main, boolean probes) throws Exception {
    URI here = main.getResource(main.getSimpleName() + ".class").toURI();
    int depth = main.getName().split("\\.", -1).length;
    Path root = Path.of(here);
    for (int i = 0; i < depth; i++) {
      root = root.getParent();
    }
    List<String> classPath = new ArrayList<>(ForkedJvm.classPath());
    classPath.add(root.toString());
    return new Forks(main.getName(), classPath, probes, SHORT);
  }
}
