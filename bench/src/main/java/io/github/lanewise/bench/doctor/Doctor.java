package io.github.lanewise.bench.doctor;

import io.github.lanewise.bench.costtable.CostTableRun;
import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Lanes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at what decides how fast Lanewise runs, and says what to do where something is missing. */
public final class Doctor {
  private static final Runtime.Version FIRST_SAFE = Runtime.Version.parse("25.0.3");

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private Doctor() {}

  /**
   * Looks at everything.
   *
   * @param roofline measured in this JVM
   * @param temp folder for temporary files; if empty, the best there is
   * @return what was found, in the order of importance
   */
  public static List<Finding> examine(Roofline roofline, Optional<Path> temp) {
    Machine machine = Machine.here();
    return List.of(
        java(Runtime.version()),
        compiler(
            System.getProperty("java.vm.name"),
            System.getProperty("java.vm.info"),
            HotSpot.option("TieredStopAtLevel"),
            HotSpot.option("UseJVMCICompiler")),
        Finding.well(
            "Machine",
            String.format(
                Locale.ROOT,
                "%s, %d processors, %.1f GiB of memory, %s",
                machine.cpu(),
                machine.processors(),
                machine.memoryBytes() / 1024. / 1024 / 1024,
                machine.system())),
        lanes(),
        width(cpuFlags(), Lanes.bits()),
        algorithms(),
        speed(roofline, Lanes.floats()),
        fullDense(temp));
  }

  static Finding java(Runtime.Version version) {
    boolean safe =
        version.feature() > FIRST_SAFE.feature()
            || version.compareToIgnoreOptional(FIRST_SAFE) >= 0;
    return new Finding(
        "Java",
        version.toString(),
        safe
            ? ""
            : "its garbage collector can corrupt data (JDK-8377811): install "
                + FIRST_SAFE
                + " or newer");
  }

  static Finding compiler(
      String name, String info, Optional<String> stopAtLevel, Optional<String> jvmci) {
    String what = "Compiler";
    if (stopAtLevel.isEmpty()) {
      return new Finding(
          what,
          name,
          "not HotSpot, whose C2 compiler alone turns the Vector API into vector instructions: run"
              + " on an OpenJDK build such as Temurin");
    }
    if (info.contains("interpreted")) {
      return new Finding(what, name + ", interpreter only", "take -Xint from the Java options");
    }
    if (!stopAtLevel.get().equals("4")) {
      return new Finding(
          what,
          name + " without C2",
          "take -XX:TieredStopAtLevel=" + stopAtLevel.get() + " from the Java options");
    }
    if (jvmci.equals(Optional.of("true"))) {
      return new Finding(
          what, name + " with a JVMCI compiler", "run with -XX:-UseJVMCICompiler, for C2");
    }
    return Finding.well(what, name + " with C2");
  }

  private static Finding lanes() {
    String found =
        Lanes.vectorised()
            ? Lanes.bits() + " bits, " + Lanes.floats() + " floats: " + Lanes.reason()
            : "none: " + Lanes.reason();
    return new Finding(
        "Lanes",
        found,
        Lanes.vectorised()
            ? ""
            : "start Java with --add-modules jdk.incubator.vector and without -Dlanewise.simd=off");
  }

  /** The words of the {@code flags} line of Linux, empty elsewhere. */
  private static List<String> cpuFlags() {
    try {
      return Files.readAllLines(CPUINFO).stream()
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> List.of(line.strip().split("\\s+", -1)))
          .orElse(List.of());
    } catch (IOException e) {
      return List.of(); // no Linux
    }
  }

  static Finding width(List<String> cpuFlags, int bits) {
    String what = "Processor's vectors";
    if (cpuFlags.isEmpty()) {
      return Finding.well(what, "not told by this system");
    }
    int widest = cpuFlags.contains("avx512f") ? 512 : cpuFlags.contains("avx2") ? 256 : 128;
    String found = widest + " bits";
    if (bits == 0 || bits == widest) {
      return Finding.well(what, found);
    }
    if (bits > widest) {
      return new Finding(
          what, found, bits + " bits are emulated, very slowly: take away -Dlanewise.vectorBits");
    }
    return new Finding(
        what,
        found + ", but " + bits + " are used",
        "try without -Dlanewise.vectorBits and -XX:UseAVX, or with JDK_JAVA_OPTIONS=-XX:UseAVX="
            + (widest == 512 ? 3 : 2)
            + "; on some processors narrower lanes are faster, ./lanewise doctor measures it");
  }

  private static Finding algorithms() {
    ConvShape.Builder lecture = ConvShape.builder().input(280, 320, 1).outChannels(1);
    ConvShape.Builder layer = ConvShape.builder().input(56, 56, 64).outChannels(64).padding(1);
    return Finding.well(
        "What runs",
        String.format(
            "%s: the lecture's convolution by %s, a 3×3 layer of 64 channels by %s, the others as"
                + " ConvAlgorithm.choose says",
            Lanes.vectorised() ? "vector kernels" : "scalar references",
            ConvAlgorithm.choose(lecture.kernel(1, 2).build()),
            ConvAlgorithm.choose(layer.kernel(3).build())));
  }

  /**
   * Compiled vectors do far more than two operations a lane and nanosecond; boxed ones far less.
   */
  static Finding speed(Roofline roofline, int lanes) {
    double perLane = roofline.gigaflops() / roofline.threads() / lanes;
    return new Finding(
        "Multiply-adds",
        String.format(
            Locale.ROOT,
            "%.1f GFLOP/s on %d thread%s",
            roofline.gigaflops(),
            roofline.threads(),
            roofline.threads() == 1 ? "" : "s"),
        perLane >= 2
            ? ""
            : "this is slow: C2 did not compile the vector loops, the lanes are emulated, or the"
                + " machine is busy; see the lines above and try again");
  }

  private static Finding fullDense(Optional<Path> temp) {
    String what = "Dense matrix at full size";
    try {
      return Finding.well(what, "fits " + CostTableRun.denseAtFullSize(temp));
    } catch (IOException e) {
      return new Finding(what, "does not fit", e.getMessage());
    }
  }
}
