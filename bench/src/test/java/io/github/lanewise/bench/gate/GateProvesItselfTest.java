package io.github.lanewise.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.jmh.ForkedJvm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gate on real forks: equal builds pass, a slowed kernel fails. */
class GateProvesItselfTest {
  private static final Schedule SHORT =
      new Schedule(Duration.ofMillis(250), 5, Duration.ofMillis(3));

  private static final List<String> SUBJECTS = List.of("lenet1");

  @Test
  void floorsPassTheBuildThatTheyComeFromAndFailASlowedOne() throws Exception {
    Measurer equal = forks(Fork.class, true);
    Measurer slowed = forks(SlowedFork.class, true);
    List<String> lines = new ArrayList<>(List.of("subject,laneBits,algorithm,floor"));
    lines.addAll(
        new FloorGate(equal, 1, Expectations.parse(lines), true)
            .run(SUBJECTS, what -> {})
            .proposal(0.5));
    Expectations half = Expectations.parse(lines);

    FloorReport again = new FloorGate(equal, 1, half, true).run(SUBJECTS, what -> {});
    assertThat(again.passed()).as(again.toString()).isTrue();
    assertThat(again.verdicts()).allMatch(verdict -> verdict.bytesPerCall() == 0);

    FloorReport slow = new FloorGate(slowed, 1, half, true).run(SUBJECTS, what -> {});
    assertThat(slow.rerun()).isEqualTo(SUBJECTS);
    assertThat(slow.verdicts())
        .allSatisfy(v -> assertThat(v.complaints()).containsExactly(Complaint.BELOW_FLOOR));
  }

  @Test
  void aBuildPassesAgainstItselfAndASlowedOneFails() throws Exception {
    Measurer equal = forks(Fork.class, false);

    BuildReport same =
        new BuildGate(equal, forks(Fork.class, false), BuildGate.FORKS).run(SUBJECTS, what -> {});
    assertThat(same.passed()).as(same.toString()).isTrue();

    BuildReport slow =
        new BuildGate(forks(SlowedFork.class, false), equal, BuildGate.FORKS)
            .run(SUBJECTS, what -> {});
    assertThat(slow.rerun()).isEqualTo(SUBJECTS);
    assertThat(slow.comparisons()).as(slow.toString()).allMatch(Comparison::slower);
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
