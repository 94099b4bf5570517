package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.testing.ChildJvm;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A method that C1 can compile without a profile but not with one may stay in that first code for
 * the life of the JVM, up to sixty times slower: C2 is only asked for methods with a profile. So no
 * kernel may be too long for C1.
 */
@Tag("once")
class CompilerTest {

  @Test
  void noKernelIsTooLongForC1() throws IOException {
    ChildJvm child =
        ChildJvm.run(
            CompilerProbe.class,
            "--add-modules=jdk.incubator.vector",
            "-Xbatch",
            "-XX:TieredStopAtLevel=3",
            "-XX:CompileThresholdScaling=0.02", // few calls are enough, of vectors on the heap
            "-XX:+PrintCompilation");
    assertThat(child.exit()).as(child.output()).isZero();
    assertThat(child.output().lines().filter(line -> line.contains("lanewise")))
        .anyMatch(line -> line.contains("TileTemplate"))
        .noneMatch(line -> line.contains("COMPILE SKIPPED"));
  }
}
