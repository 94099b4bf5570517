package io.github.lanewise.bench.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Options of a HotSpot JVM. */
final class HotSpot {
  private HotSpot() {}

  /** The value of an option; empty if this JVM is no HotSpot or does not know the option. */
  static Optional<String> option(String name) {
    try {
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return Optional.ofNullable(bean).map(b -> b.getVMOption(name).getValue());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
