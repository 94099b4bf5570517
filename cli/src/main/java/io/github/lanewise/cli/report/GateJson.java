package io.github.lanewise.cli.report;

import io.github.lanewise.bench.gate.BuildReport;
import io.github.lanewise.bench.gate.Comparison;
import io.github.lanewise.bench.gate.Expectation;
import io.github.lanewise.bench.gate.FloorReport;
import io.github.lanewise.bench.gate.Verdict;
import io.github.lanewise.bench.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Reports of the gate for programs. */
public final class GateJson {
  private GateJson() {}

  /**
   * Shares against floors.
   *
   * @param report what was found
   * @return the report, written down
   */
  public static String of(FloorReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("passed", report.passed());
    json.put("laneBits", report.laneBits());
    json.put("floorsHold", report.floorsHold());
    json.put("rerun", report.rerun());
    json.put("layers", report.verdicts().stream().map(GateJson::of).toList());
    return Json.text(json);
  }

  private static Map<String, Object> of(Verdict v) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layer", v.subject());
    json.put("algorithm", v.algorithm());
    json.put("expectedAlgorithm", v.expected().map(Expectation::algorithm).orElse(null));
    json.put("bytesPerCall", v.bytesPerCall());
    json.put("share", v.share());
    json.put("shares", v.shares());
    OptionalDouble floor = v.expected().map(Expectation::floor).orElse(OptionalDouble.empty());
    json.put("floor", floor.isPresent() ? floor.getAsDouble() : null);
    json.put("complaints", v.complaints().stream().sorted().map(Enum::name).toList());
    return json;
  }

  /**
   * A build against another.
   *
   * @param report what was found
   * @return the report, written down
   */
  public static String of(BuildReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("passed", report.passed());
    json.put("laneBits", report.laneBits());
    json.put("missing", report.missing());
    json.put("rerun", report.rerun());
    json.put("layers", report.comparisons().stream().map(GateJson::of).toList());
    return Json.text(json);
  }

  private static Map<String, Object> of(Comparison c) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layer", c.subject());
    json.put("seconds", c.seconds());
    json.put("otherSeconds", c.otherSeconds());
    json.put("ratio", c.ratio());
    json.put("pValue", c.pValue());
    json.put("slower", c.slower());
    return json;
  }
}
