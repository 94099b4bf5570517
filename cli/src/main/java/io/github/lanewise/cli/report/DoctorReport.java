package io.github.lanewise.cli.report;

import io.github.lanewise.bench.doctor.Finding;
import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import java.util.List;

/** What the doctor found, for people. */
public final class DoctorReport {
  private DoctorReport() {}

  /**
   * Writes the findings, then the bandwidths.
   *
   * @param findings what was found
   * @param roofline what was measured
   * @return text that ends with a line end
   */
  public static String of(List<Finding> findings, Roofline roofline) {
    StringBuilder out = new StringBuilder();
    for (Finding finding : findings) {
      out.append(finding.isWell() ? "ok   " : "FIX  ")
          .append(finding.what())
          .append(": ")
          .append(finding.found())
          .append('\n');
      if (!finding.isWell()) {
        out.append("     → ").append(finding.fix()).append('\n');
      }
    }
    Grid grid = new Grid(List.of("Bandwidth, GB/s", "read", "copied"));
    for (MemoryLevel level : roofline.levels()) {
      grid.add(
          List.of(
              level.name(),
              Numbers.short3(level.readGigabytes()),
              Numbers.short3(level.copyGigabytes())));
    }
    return out.append('\n').append(grid.text()).toString();
  }
}
