package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Chapter;
import io.github.lanewise.bench.contest.Table;
import java.util.List;
import java.util.Locale;

/** How operators are shown. */
public final class OpTable {
  /** What the document on performance says of them. */
  public static final Chapter<OpResult> CHAPTER =
      new Chapter<>(
          "Operators",
          "operator",
          "The bound is the least time that the machine allows: that of the multiplies and adds which"
              + " the result asks for, at the peak, or that of the bytes which a call has to read and"
              + " write at least, at the bandwidth of the smallest level of memory that holds all of"
              + " them; whichever takes longer. It is a bandwidth of copying where outputs are more"
              + " than 15 % of the bytes, otherwise of reading. GFLOP/s and GB/s count those"
              + " operations and bytes.",
          OpTable::of);

  private OpTable() {}

  /**
   * A {@link Table.Form}.
   *
   * @param style how it is written
   * @param ops names of the operators, for the width of their column
   * @param peers names of the native libraries; a cell is empty where one lacks the operator
   * @return the table
   */
  public static Table<OpResult> of(Table.Style style, List<String> ops, List<String> peers) {
    return new Table<OpResult>(style, peers)
        .names("operator", OpResult::op, ops)
        .millis("ms", OpResult::seconds)
        .spread()
        .column("GFLOP/s", 0, OpTable::gflops)
        .numbers("GB/s", "%.1f", OpResult::gigabytes)
        .numbers("% of bound", "%.1f", OpResult::percentOfBound)
        .peers()
        .bytes()
        .column("bound", 0, OpResult::bound);
  }

  private static String gflops(OpResult result) {
    return result.gflops() == 0 ? "" : String.format(Locale.ROOT, "%.1f", result.gflops());
  }
}
