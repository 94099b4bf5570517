package io.github.lanewise.cli;

import io.github.lanewise.nn.lecture.ScalarGraph;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Both modes of automatic differentiation, step by step. */
@Command(
    name = "recap",
    mixinStandardHelpOptions = true,
    description = {
      "Differentiates a network of two layers in both modes and shows every intermediate result.",
      "",
      "The network has two inputs, two hidden units and one output, of sums and g(x) = 1 / (1 +"
          + " exp(-x))."
    },
    footer = {"", "Examples:", "  lanewise lecture recap"})
final class LectureRecapCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Made by picocli. */
  LectureRecapCommand() {}

  @Override
  public void run() {
    ScalarGraph graph = ScalarGraph.twoLayers();
    List<ScalarGraph.Step> steps = graph.steps();
    double[] forward = graph.forwardMode(0);
    double[] backward = graph.backwardMode();
    PrintWriter out = spec.commandLine().getOut();
    String input = steps.getFirst().name();
    String output = steps.getLast().name();
    out.println(
        "Forward mode sweeps down: s'_i is the derivative of s_i with respect to "
            + input
            + ".\nBackward mode sweeps up: s̄_i is the derivative of "
            + output
            + " with respect to s_i.\n");
    out.println(line("i", "name", "made of", "s_i", "s'_i", "s̄_i "));
    for (int i = 0; i < steps.size(); i++) {
      ScalarGraph.Step step = steps.get(i);
      out.println(
          line(
              Integer.toString(i + 1),
              step.name(),
              step.formula(),
              number(step.value()),
              number(forward[i]),
              number(backward[i])));
    }
    out.printf(
        Locale.ROOT,
        "%nOne forward sweep gives ∂%s/∂%s = %s; one backward sweep gives it as well, and the"
            + " derivatives%nwith respect to all other inputs, weights and biases.%n",
        output,
        input,
        number(forward[forward.length - 1]));
    out.flush();
  }

  private static String line(String... columns) {
    return String.format("%3s  %-6s  %-16s  %9s  %9s  %9s", (Object[]) columns).stripTrailing();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
