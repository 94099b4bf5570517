package io.github.lanewise.bench.lecture;

import io.github.lanewise.bench.costtable.CostTable;
import io.github.lanewise.bench.costtable.CostTableRun;
import io.github.lanewise.bench.costtable.DenseMode;
import io.github.lanewise.bench.costtable.Slide;
import io.github.lanewise.bench.costtable.Sweep;
import io.github.lanewise.bench.costtable.SweepRun;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.bench.progress.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The cost table and how its columns grow.
 *
 * @param table the table
 * @param sweep the growth
 * @param checks the slide's numbers
 */
public record Costs(CostTable table, Sweep sweep, List<Slide.Check> checks) {
  private static final int SMALLEST = 32;

  /**
   * Costs that were measured.
   *
   * @param table the table
   * @param sweep the growth
   * @return both, with the slide's numbers
   */
  public static Costs of(CostTable table, Sweep sweep) {
    return new Costs(table, sweep, Slide.checks(table));
  }

  static Costs measure(Picture picture, Effort effort, int threads, Progress progress)
      throws IOException {
    DenseMode mode = effort.quick() ? DenseMode.LARGEST : DenseMode.AUTO;
    CostTable table =
        new CostTableRun(picture, mode, effort.quick(), threads, Optional.empty()).run(progress);
    Sweep sweep =
        new SweepRun(
                picture, SMALLEST, effort.largestSide(), effort.quick(), threads, Optional.empty())
            .run(progress);
    return of(table, sweep);
  }
}
