package io.github.lanewise.kernels.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.testing.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What decides the lanes, each case in a JVM of its own on the class path. */
@Timeout(60)
class LanesTest {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String ADD_MODULE = "--add-modules=" + MODULE;
  private static final String EDGES = "[0.0, 4.0, -1.0]";

  @Test
  void theseTestsRunOnTheLanesThatTheBuildAsksFor() {
    if (System.getProperty("lanewise.simd", "on").equals("off")) {
      assertThat(Lanes.vectorised()).isFalse();
      assertThat(Lanes.bits()).isZero();
      assertThat(Lanes.floats()).isEqualTo(1);
    } else {
      assertThat(Lanes.vectorised()).isTrue();
      assertThat(Lanes.bits())
          .isEqualTo(Integer.getInteger("lanewise.vectorBits", PreferredLanes.bits()));
      assertThat(Lanes.floats()).isEqualTo(Lanes.bits() / 32);
    }
  }

  @Test
  @Tag("once")
  void withoutTheModuleTheReferenceRunsAndOneWarningNamesTheFlag() throws IOException {
    ChildJvm child = run();
    assertThat(child.exit()).as(child.output()).isZero();
    assertThat(child.output())
        .contains(
            "false 0 1: the JVM runs without the Vector API; start it with --add-modules " + MODULE)
        .contains("REFERENCE " + EDGES)
        .containsOnlyOnce("WARNING")
        .containsOnlyOnce("slow reference loops: start Java with --add-modules " + MODULE);
  }

  @Test
  @Tag("once")
  void withTheModuleVectorsRunAndNothingIsWarnedOf() throws IOException {
    ChildJvm child = run(ADD_MODULE);
    assertThat(child.exit()).as(child.output()).isZero();
    assertThat(child.output())
        .containsPattern("true (128 4|256 8|512 16): the widest that the JVM reports")
        .contains("SINGLE_CHANNEL " + EDGES)
        .doesNotContain("Lanewise computes with slow");
  }

  @ParameterizedTest
  @ValueSource(strings = {ADD_MODULE, "-Dno.module=true"})
  @Tag("once")
  void switchedOffTheReferenceRunsWithoutAWarning(String module) throws IOException {
    ChildJvm child = run(module, "-Dlanewise.simd=off");
    assertThat(child.exit()).as(child.output()).isZero();
    assertThat(child.output())
        .contains("false 0 1: switched off by -Dlanewise.simd=off")
        .contains("REFERENCE " + EDGES)
        .doesNotContain("Lanewise computes with slow");
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  @Tag("once")
  void aWidthCanBeForced(int bits) throws IOException {
    ChildJvm child = run(ADD_MODULE, "-Dlanewise.simd=on", "-Dlanewise.vectorBits=" + bits);
    assertThat(child.exit()).as(child.output()).isZero();
    assertThat(child.output())
        .contains(
            "true %d %d: set by -Dlanewise.vectorBits=%d (the JVM prefers "
                .formatted(bits, bits / 32, bits))
        .contains("SINGLE_CHANNEL " + EDGES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "100", "1024", "-128", " 256", "wide"})
  @Tag("once")
  void aBadWidthIsNamedWithTheGoodOnes(String bits) throws IOException {
    ChildJvm child = run(ADD_MODULE, "-Dlanewise.vectorBits=" + bits);
    assertThat(child.exit()).isNotZero();
    assertThat(child.output())
        .contains("lanewise.vectorBits is '" + bits + "', expected 128, 256 or 512");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "OFF"})
  @Tag("once")
  void aBadSwitchIsNamedWithTheGoodOnes(String simd) throws IOException {
    ChildJvm child = run("-Dlanewise.simd=" + simd);
    assertThat(child.exit()).isNotZero();
    assertThat(child.output()).contains("lanewise.simd is '" + simd + "', expected on or off");
  }

  private static ChildJvm run(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    all.addAll(List.of(options));
    return ChildJvm.run(LanesProbe.class, all.toArray(String[]::new));
  }
}
