package io.github.lanewise.bench.model;

import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.graph.GraphInput;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * What a model is given: known beforehand to all who compute it, as it is to a program that does.
 *
 * @param dims dimensions of each input, in order
 */
public record ModelInputs(List<int[]> dims) {
  /** Copies the list. */
  public ModelInputs {
    dims = List.copyOf(dims);
  }

  static ModelInputs of(OnnxModel model, int batch) {
    List<int[]> dims = new ArrayList<>();
    for (GraphInput input : model.inputs()) {
      dims.add(input.dims(batch));
    }
    return new ModelInputs(dims);
  }

  /** What {@link #toString} wrote. */
  static ModelInputs parse(String text) {
    List<int[]> dims = new ArrayList<>();
    for (String input : text.split(",", -1)) {
      String[] sizes = input.isEmpty() ? new String[0] : input.split("x"); // a scalar has none
      int[] parsed = new int[sizes.length];
      for (int d = 0; d < sizes.length; d++) {
        parsed[d] = Integer.parseInt(sizes[d]);
      }
      dims.add(parsed);
    }
    return new ModelInputs(dims);
  }

  /**
   * The elements of an input.
   *
   * @param index its number
   * @return the same in every JVM and library
   */
  public float[] values(int index) {
    int length = 1;
    for (int size : dims.get(index)) {
      length = Math.multiplyExact(length, size);
    }
    return ModelValues.input(index, length);
  }

  /** Like {@code 1x3x224x224,1x10}. */
  @Override
  public String toString() {
    StringJoiner inputs = new StringJoiner(",");
    for (int[] input : dims) {
      StringJoiner sizes = new StringJoiner("x");
      for (int size : input) {
        sizes.add(String.valueOf(size));
      }
      inputs.add(sizes.toString());
    }
    return inputs.toString();
  }
}
