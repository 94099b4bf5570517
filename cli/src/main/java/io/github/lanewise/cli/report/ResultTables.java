package io.github.lanewise.cli.report;

import io.github.lanewise.bench.contest.ContestResult;
import io.github.lanewise.bench.contest.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Results as tables, one for each group of results that follow each other under the same
 * conditions.
 *
 * @param <R> the results
 */
public final class ResultTables<R extends ContestResult> implements ResultOutput<R> {
  private final Table<R> table;
  private final PrintWriter out;
  private final List<R> rows = new ArrayList<>();

  /**
   * Tables.
   *
   * @param table their form
   * @param out where they go
   */
  public ResultTables(Table<R> table, PrintWriter out) {
    this.table = table;
    this.out = out;
  }

  @Override
  public void add(R result) {
    if (!rows.isEmpty() && !rows.getLast().conditions().equals(result.conditions())) {
      end();
    }
    if (rows.isEmpty()) {
      table.header(result).forEach(out::println);
    }
    rows.add(result);
    out.println(table.row(result));
    out.flush();
  }

  @Override
  public void end() {
    table.footer(rows).forEach(out::println);
    out.flush();
    rows.clear();
  }
}
