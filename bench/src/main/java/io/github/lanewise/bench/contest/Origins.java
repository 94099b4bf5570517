package io.github.lanewise.bench.contest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where the figures of a chapter come from: machines and commands, each named once. */
public final class Origins {
  private final String what;
  private final Set<String> lines = new LinkedHashSet<>();

  /**
   * No origins so far.
   *
   * @param what what a result is of, such as a layer
   */
  public Origins(String what) {
    this.what = what;
  }

  /**
   * Adds that of a result.
   *
   * @param run where it comes from
   * @param forks JVMs that measured it
   */
  public void add(RunInfo run, int forks) {
    lines.add("- " + run.machine().words());
    lines.add(
        "- %s: `%s`, JVMs for each %s: %d"
            .formatted(run.date().substring(0, 10), run.command(), what, forks));
  }

  /**
   * The origins.
   *
   * @return lines of Markdown
   */
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
