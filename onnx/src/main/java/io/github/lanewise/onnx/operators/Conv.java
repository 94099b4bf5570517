package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.onnx.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution of signals or pictures: inputs x, weights {@code [out][in / group][…]}, biases and,
 * after fusion, a residual that is added.
 *
 * @param windows what is common to all sliding windows
 * @param groups groups of channels that do not mix
 * @param factors after fusion with a batch norm, what constant weights are multiplied by for each
 *     output channel; null for 1
 * @param relu whether negative results become 0
 * @param area where weights are packed if it is for one run only; else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Conv(Windows windows, int groups, float[] factors, boolean relu, PackingArea area)
    implements Operator {
  Conv(Windows windows, int groups) {
    this(windows, groups, null, false, null);
  }

  Conv withRelu() {
    return new Conv(windows, groups, factors, true, area);
  }

  /** With weights that are multiplied once more. */
  Conv scaled(float[] more) {
    float[] product = more.clone();
    for (int c = 0; factors != null && c < product.length; c++) {
      product[c] *= factors[c];
    }
    return new Conv(windows, groups, product, relu, area);
  }

  @Override
  public Operator once(PackingArea shared) {
    return new Conv(windows, groups, factors, relu, shared);
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    Value x = inputs.get(0);
    Value weights = inputs.get(1);
    int axes = Windows.axes(x);
    if (weights.rank() != x.rank()) {
      throw new IllegalArgumentException(
          "the weights are %s, expected %d dimensions".formatted(weights, x.rank()));
    }
    int[] w = weights.dims();
    if (groups < 1 || x.dims()[1] != (long) w[1] * groups || w[0] % groups != 0) {
      throw new IllegalArgumentException(
          "x is %s, the weights are %s with group %d: expected weights of x's channels / group"
              .formatted(x, weights, groups));
    }
    Value bias = inputs.size() > 2 ? inputs.get(2) : null;
    if (bias != null && (bias.rank() != 1 || bias.length() != w[0])) {
      throw new IllegalArgumentException("the biases are %s, expected %d".formatted(bias, w[0]));
    }
    int[] dims = new int[x.rank()];
    dims[0] = x.dims()[0];
    dims[1] = w[0];
    for (int a = 0; a < axes; a++) {
      dims[2 + a] = windows.window(a, axes, x.dims()[2 + a], w[2 + a]).output();
    }
    return List.of(Value.of(x.type(), dims));
  }

  @Override
  public boolean needsChannelsLast() {
    return true;
  }

  @Override
  public boolean moves(int input) {
    return input == 0 || input == 3;
  }

  @Override
  public long multiplyAdds(List<Value> inputs, List<Value> outputs) {
    Value weights = inputs.get(1);
    return (long) outputs.getFirst().length() * (weights.length() / weights.dims()[0]);
  }

  private ConvShape shape(Value x, Value weights) {
    int axes = x.rank() - 2;
    int[] w = weights.dims();
    List<Window> list = new ArrayList<>();
    for (int a = 0; a < axes; a++) {
      list.add(windows.window(a, axes, x.dims()[1 + a], w[2 + a]));
    }
    Window[] picture = Windows.picture(list.toArray(Window[]::new));
    int channels = x.dims()[x.rank() - 1];
    return new ConvShape(x.dims()[0], picture[0], picture[1], channels, w[0], groups);
  }

  /** For pictures whose channels come last. */
  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    ConvShape shape = shape(inputs.get(0), inputs.get(1));
    Convolution convolution =
        area == null ? Convolution.inNetwork(shape) : Convolution.of(shape, ConvAlgorithm.PLAIN);
    Tensor constant = inputs.get(1).constant();
    boolean ahead = constant != null && area == null;
    PackedWeights packed = ahead ? convolution.packOihw(constant.floatView(), factors) : null;
    if (constant != null && area != null) {
      area.reserve(convolution.packedLength());
    }
    boolean biased = inputs.size() > 2 && inputs.get(2) != null;
    boolean residual = inputs.size() > 3;
    return (in, out) -> {
      Epilogue plain = relu ? Epilogue.NONE.withRelu() : Epilogue.NONE;
      Epilogue epilogue =
          plain
              .withBias(biased ? in[2].floats() : null)
              .withResidual(residual ? in[3].floats() : null);
      float[] x = in[0].floats();
      float[] y = out[0].floats();
      if (packed != null) {
        return workers -> convolution.forward(x, packed, epilogue, y, workers);
      }
      FloatBuffer weights = constant == null ? null : constant.floatView();
      return workers -> {
        PackedWeights now =
            weights == null
                ? convolution.packOihw(in[1].floats())
                : convolution.packOihw(weights, factors, area.floats(), workers);
        convolution.forward(x, now, epilogue, y, workers);
      };
    };
  }
}
