package io.github.lanewise.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.conv.ConvShape;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What forks are started with; that they start is seen wherever something is measured. */
class ForkedJvmTest {

  @Test
  void theClassPathHoldsTheModulesOfThisProgramOnce() throws Exception {
    Path kernels =
        Path.of(ConvShape.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(ForkedJvm.classPath()).contains(kernels.toString()).doesNotHaveDuplicates();
  }

  @Test
  void lanewisesPropertiesAreHandedOn() {
    System.setProperty("lanewise.test", "handed on");
    try {
      assertThat(ForkedJvm.arguments())
          .contains("-Dlanewise.test=handed on", "--add-modules=jdk.incubator.vector");
    } finally {
      System.clearProperty("lanewise.test");
    }
  }

  @Test
  void oneForkOfOneBenchmarkIsRun() {
    var options = ForkedJvm.options(ConvShape.class, "-Xmx64m").build();
    assertThat(options.getIncludes()).hasSize(1);
    String pattern = options.getIncludes().getFirst();
    assertThat(ConvShape.class.getName() + ".compute").containsPattern(pattern);
    assertThat("other." + ConvShape.class.getName() + ".compute").doesNotContainPattern(pattern);
    assertThat(options.getForkCount().get()).isEqualTo(1);
    assertThat(options.getJvmArgs().get()).contains("-Xmx64m");
  }
}
