package io.github.lanewise.bench.contest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the document on performance says of one kind of contest.
 *
 * @param title what the chapter is called
 * @param noun what a result is of, such as a layer
 * @param text a paragraph on what is measured
 * @param form the form of its tables
 * @param <R> the results
 */
public record Chapter<R extends ContestResult>(
    String title, String noun, String text, Table.Form<R> form) {

  /**
   * The chapter.
   *
   * @param results what was measured, may be nothing
   * @return lines of Markdown; none without results
   */
  public List<String> markdown(List<R> results) {
    if (results.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("", "## " + title, ""));
    lines.addAll(origins(results));
    lines.add("");
    lines.add(text);
    for (List<R> group : groups(results)) {
      Table<R> table = form.of(Table.Style.MARKDOWN, List.of(), peers(group));
      lines.addAll(table.header(group.getFirst()));
      group.stream().map(table::row).forEach(lines::add);
      lines.addAll(table.footer(group));
    }
    return lines;
  }

  /** Machines and commands, each named once. */
  private Set<String> origins(List<R> results) {
    Set<String> lines = new LinkedHashSet<>();
    for (R result : results) {
      RunInfo run = result.run();
      lines.add("- " + run.machine().words());
      lines.add(
          "- %s: `%s`, JVMs for each %s: %d"
              .formatted(run.date().substring(0, 10), run.command(), noun, result.forks()));
    }
    return lines;
  }

  private static List<String> peers(List<? extends ContestResult> results) {
    return results.stream().flatMap(result -> result.peers().keySet().stream()).distinct().toList();
  }

  /** What is put into one table each. */
  private static <R extends ContestResult> Collection<List<R>> groups(List<R> results) {
    return results.stream()
        .collect(
            Collectors.groupingBy(
                result -> List.of(result.conditions(), result.run().machine().vectorBits()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }
}
