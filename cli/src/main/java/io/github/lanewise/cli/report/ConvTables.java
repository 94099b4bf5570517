package io.github.lanewise.cli.report;

import io.github.lanewise.bench.conv.ConvResult;
import io.github.lanewise.bench.conv.ConvTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Results as tables, a new one for each batch and number of threads. */
public final class ConvTables implements ConvOutput {
  private final ConvTable table;
  private final PrintWriter out;
  private final List<ConvResult> rows = new ArrayList<>();

  /**
   * Tables of one form.
   *
   * @param table how rows are written
   * @param out where to
   */
  public ConvTables(ConvTable table, PrintWriter out) {
    this.table = table;
    this.out = out;
  }

  @Override
  public void add(ConvResult result) {
    if (!rows.isEmpty()
        && (rows.getLast().batch() != result.batch()
            || rows.getLast().threads() != result.threads())) {
      end();
    }
    if (rows.isEmpty()) {
      table.header(result.batch(), result.threads()).forEach(out::println);
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
