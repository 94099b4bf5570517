package io.github.lanewise.onnx;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.run.Plan;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/**
 * A model made ready for inputs of certain dimensions: constants folded, layers fused, weights
 * packed, buffers kept. Shared by any number of threads; once warm, calls allocate nothing.
 */
public final class OnnxPredictor {
  private final Plan plan;
  private final List<Tensor> like;
  private final List<Tensor> fixed;
  private final List<Tensor> results;

  /**
   * A predictor.
   *
   * @param plan what a run does
   * @param like tensors like the inputs
   * @param fixed for each input, the elements that shapes depend on; null where they do not
   */
  OnnxPredictor(Plan plan, List<Tensor> like, List<Tensor> fixed) {
    this.plan = plan;
    this.like = like;
    this.fixed = fixed;
    this.results = List.of(plan.newOutputs());
  }

  /**
   * Tensors for the outputs.
   *
   * @return new ones, in the order of {@link OnnxModel#outputs}
   */
  public Tensor[] newOutputs() {
    return plan.newOutputs();
  }

  /**
   * Computes the outputs.
   *
   * @param inputs in the order of {@link OnnxModel#inputs}, with the dimensions that this was made
   *     for; copied
   * @param outputs in the order of {@link OnnxModel#outputs}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if number, types or dimensions differ, or integers that shapes
   *     depend on
   */
  public void run(Tensor[] inputs, Tensor[] outputs, Workers workers) {
    check("input", inputs, like);
    for (int i = 0; i < inputs.length; i++) {
      if (fixed.get(i) != null && !fixed.get(i).sameAs(inputs[i])) {
        throw new IllegalArgumentException(
            "input %d has other elements than this predictor was made for, and shapes depend on them;"
                    .formatted(i)
                + " make another by OnnxModel.predictor, or use OnnxModel.run");
      }
    }
    check("output", outputs, results);
    plan.run(inputs, outputs, workers);
  }

  private static void check(String what, Tensor[] given, List<Tensor> like) {
    if (given.length != like.size()) {
      throw new IllegalArgumentException(
          "%d %ss, expected %d".formatted(given.length, what, like.size()));
    }
    for (int i = 0; i < given.length; i++) {
      if (!given[i].like(like.get(i))) {
        throw new IllegalArgumentException(
            "%s %d is %s, expected %s".formatted(what, i, given[i], like.get(i)));
      }
    }
  }

  /**
   * What a run does, in order.
   *
   * @return the nodes, those computed at once joined by {@code +}; {@code layout} for a change of
   *     layout
   */
  public List<String> steps() {
    return plan.steps();
  }

  /**
   * Memory of the buffers of one run.
   *
   * @return bytes
   */
  public long bufferBytes() {
    return plan.bufferBytes();
  }

  @Override
  public String toString() {
    return "predictor for " + like + " to " + results;
  }
}
