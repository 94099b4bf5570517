package io.github.lanewise.cli.report;

import io.github.lanewise.bench.conv.ConvResult;
import io.github.lanewise.bench.json.Json;
import java.io.PrintWriter;

/** Results as a JSON array, element by element. */
public final class JsonArray implements ConvOutput {
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
  public void add(ConvResult result) {
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
