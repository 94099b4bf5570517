package io.github.lanewise.cli.report;

import io.github.lanewise.bench.machine.Machine;
import java.util.Locale;

/** The machine in one line. */
final class MachineWords {
  private MachineWords() {}

  static String of(Machine machine) {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %.0f GiB, %s, %s, %s",
        machine.cpu(),
        machine.processors(),
        machine.memoryBytes() / 1024. / 1024 / 1024,
        machine.system(),
        machine.java(),
        machine.vectorBits() == 0 ? "no SIMD" : machine.vectorBits() + "-bit lanes");
  }
}
