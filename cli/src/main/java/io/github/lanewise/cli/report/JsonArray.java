package io.github.lanewise.cli.report;

import io.github.lanewise.bench.json.Json;
import java.io.PrintWriter;

/**
 * Results as a JSON array, element by element.
 *
 * @param <R> the results
 */
public final class JsonArray<R> implements ResultOutput<R> {
  private final PrintWriter out;
  private String before = "[";

  /**
   * An array that is not begun yet.
   *
   * @param out where to
   */
  public JsonArray(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void add(R result) {
    out.print(before + Json.text(result));
    out.flush();
    before = ",\n";
  }

  @Override
  public void end() {
    out.println("]");
    out.flush();
  }
}
