package io.github.lanewise.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells under a header; the first cell of a row says what it is. */
final class Grid {
  private final List<List<String>> rows = new ArrayList<>();

  Grid(List<String> header) {
    rows.add(List.copyOf(header));
  }

  void add(List<String> row) {
    rows.add(List.copyOf(row));
  }

  /** Columns aligned by blanks: the first to the left, the others to the right. */
  String text() {
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        String blanks = " ".repeat(width(column) - cell.length());
        line.append(column == 0 ? cell + blanks : "  " + blanks + cell);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  String markdown() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      out.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        out.append("|---|").append("---:|".repeat(rows.getFirst().size() - 1)).append('\n');
      }
    }
    return out.toString();
  }
}
