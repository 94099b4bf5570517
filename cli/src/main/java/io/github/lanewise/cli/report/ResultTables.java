package io.github.lanewise.cli.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Results as tables, one for each group of results that follow each other.
 *
 * @param <R> the results
 */
public final class ResultTables<R> implements ResultOutput<R> {
  private final Function<R, ?> group;
  private final Function<R, List<String>> header;
  private final Function<R, String> row;
  private final Function<List<R>, List<String>> footer;
  private final PrintWriter out;
  private final List<R> rows = new ArrayList<>();

  /**
   * Tables.
   *
   * @param group what results of one table have in common
   * @param header lines above the first result
   * @param row the line of a result
   * @param footer lines below all results of a table
   * @param out where they go
   */
  public ResultTables(
      Function<R, ?> group,
      Function<R, List<String>> header,
      Function<R, String> row,
      Function<List<R>, List<String>> footer,
      PrintWriter out) {
    this.group = group;
    this.header = header;
    this.row = row;
    this.footer = footer;
    this.out = out;
  }

  @Override
  public void add(R result) {
    if (!rows.isEmpty() && !group.apply(rows.getLast()).equals(group.apply(result))) {
      end();
    }
    if (rows.isEmpty()) {
      header.apply(result).forEach(out::println);
    }
    rows.add(result);
    out.println(row.apply(result));
    out.flush();
  }

  @Override
  public void end() {
    footer.apply(rows).forEach(out::println);
    out.flush();
    rows.clear();
  }
}
