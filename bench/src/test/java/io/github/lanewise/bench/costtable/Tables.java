package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import java.util.ArrayList;
import java.util.List;

/** Tables that were never measured. */
final class Tables {
  static final Roofline ROOFLINE =
      new Roofline(
          1,
          200,
          List.of(
              new MemoryLevel("L2", 1 << 20, 100, 80),
              new MemoryLevel("memory", Long.MAX_VALUE, 10, 8)));

  private Tables() {}

  static CostTable of(int width, int height) {
    List<Result> results = new ArrayList<>();
    for (Column column : Column.values()) {
      Cost cost = Cost.of(column, Slide.shape(width, height));
      results.add(Result.measured(column, cost, "measured", List.of(new Sample(1, ROOFLINE))));
    }
    return new CostTable(width, height, 1, results, 0, "all", List.of(), Machine.here());
  }
}
