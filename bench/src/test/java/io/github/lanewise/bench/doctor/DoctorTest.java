package io.github.lanewise.bench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

  private static final Optional<String> C2 = Optional.of("4");
  private static final Optional<String> NO_JVMCI = Optional.of("false");

  @ParameterizedTest
  @CsvSource({"25.0.3,true", "25.0.10,true", "26,true", "25,false", "25.0.2,false"})
  void aJavaThatCorruptsDataIsFound(String version, boolean well) {
    assertThat(Doctor.java(Runtime.Version.parse(version)).isWell()).isEqualTo(well);
  }

  @Test
  void whatKeepsC2AwayIsNamed() {
    String vm = "OpenJDK 64-Bit Server VM";
    assertThat(Doctor.compiler(vm, "mixed mode", C2, NO_JVMCI).isWell()).isTrue();
    assertThat(Doctor.compiler("Eclipse OpenJ9 VM", "", Optional.empty(), Optional.empty()).fix())
        .contains("not HotSpot");
    assertThat(Doctor.compiler(vm, "interpreted mode", C2, NO_JVMCI).fix()).contains("-Xint");
    assertThat(Doctor.compiler(vm, "mixed mode", Optional.of("1"), NO_JVMCI).fix())
        .contains("-XX:TieredStopAtLevel=1");
    assertThat(Doctor.compiler(vm, "mixed mode", C2, Optional.of("true")).fix())
        .contains("-XX:-UseJVMCICompiler");
  }

  @Test
  void lanesAreHeldAgainstTheProcessor() {
    List<String> avx512 = List.of("sse2", "avx2", "avx512f");
    assertThat(Doctor.width(avx512, 512).isWell()).isTrue();
    assertThat(Doctor.width(avx512, 0).isWell()).isTrue(); // told by another finding
    assertThat(Doctor.width(List.of(), 128).isWell()).isTrue();
    assertThat(Doctor.width(avx512, 256).fix()).contains("-XX:UseAVX=3");
    assertThat(Doctor.width(List.of("avx2"), 128).fix()).contains("-XX:UseAVX=2");
    assertThat(Doctor.width(List.of("avx2"), 512).fix()).contains("emulated");
  }

  @Test
  void vectorsThatAreNotCompiledAreSeenByTheirSpeed() {
    assertThat(Doctor.speed(roofline(100), 16).isWell()).isTrue();
    assertThat(Doctor.speed(roofline(3), 16).fix()).contains("slow");
  }

  @Test
  void everythingIsLookedAt() {
    assertThat(Doctor.examine(roofline(100), Optional.empty()))
        .extracting(Finding::what)
        .containsExactly(
            "Java",
            "Compiler",
            "Machine",
            "Lanes",
            "Processor's vectors",
            "What runs",
            "Multiply-adds",
            "Dense matrix at full size");
  }

  @Test
  void aFolderThatCannotHoldTheMatrixIsSomethingToFix() {
    Optional<Path> missing = Optional.of(Path.of("no such folder"));
    assertThat(Doctor.examine(roofline(100), missing).getLast().isWell()).isFalse();
  }

  private static Roofline roofline(double gigaflops) {
    return new Roofline(1, gigaflops, List.of(new MemoryLevel("memory", Long.MAX_VALUE, 10, 10)));
  }
}
