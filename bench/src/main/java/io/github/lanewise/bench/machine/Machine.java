package io.github.lanewise.bench.machine;

import com.sun.management.OperatingSystemMXBean;
import io.github.lanewise.kernels.lanes.Lanes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The machine and the JVM that a figure was measured on.
 *
 * @param cpu name of the processor, or its architecture where the system does not tell the name
 * @param processors processors that this JVM may use
 * @param memoryBytes memory of the machine, or of the container that this JVM runs in
 * @param system operating system and architecture
 * @param java version and name of the JVM
 * @param vectorBits width of a vector that kernels use; 0 without SIMD
 */
public record Machine(
    String cpu, int processors, long memoryBytes, String system, String java, int vectorBits) {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /**
   * Looks around.
   *
   * @return the machine that this JVM runs on
   */
  public static Machine here() {
    return new Machine(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        "Java " + Runtime.version() + ", " + property("java.vm.name"),
        Lanes.bits());
  }

  /**
   * This in one line.
   *
   * @return words for people
   */
  public String words() {
    return String.format(
        Locale.ROOT,
        "%s, %d processor%s, %.0f GiB, %s, %s, %s",
        cpu,
        processors,
        processors == 1 ? "" : "s",
        (double) memoryBytes / (1 << 30),
        system,
        java,
        vectorBits == 0 ? "no SIMD" : vectorBits + "-bit lanes");
  }

  /** Memory of the machine or the container, bytes. */
  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static String cpuName() {
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(property("os.arch"));
    } catch (IOException e) {
      return property("os.arch"); // no Linux
    }
  }

  private static String property(String name) {
    return System.getProperty(name);
  }
}
