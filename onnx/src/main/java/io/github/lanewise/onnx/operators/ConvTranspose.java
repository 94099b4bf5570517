package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.kernels.conv.TransposedConvolution;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Transposed convolution of signals or pictures: the way back of a convolution from its output to
 * its input; inputs x, weights {@code [in][out / group][…]} and biases.
 *
 * @param windows what is common to all sliding windows
 * @param groups groups of channels that do not mix
 * @param outputPadding positions more at the end of each axis; null for none
 * @param outputShape sizes of the output, from which padding follows; null if padding is given
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record ConvTranspose(Windows windows, int groups, long[] outputPadding, long[] outputShape)
    implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    Value x = inputs.get(0);
    Value weights = inputs.get(1);
    int axes = Windows.axes(x);
    if (weights.rank() != x.rank() || weights.dims()[0] != x.dims()[1]) {
      throw new IllegalArgumentException(
          "x is %s, the weights are %s: expected weights [%d][…] of as many dimensions"
              .formatted(x, weights, x.dims()[1]));
    }
    int[] dims = new int[x.rank()];
    dims[0] = x.dims()[0];
    dims[1] = Math.multiplyExact(weights.dims()[1], groups);
    Value bias = inputs.size() > 2 ? inputs.get(2) : null;
    if (bias != null && (bias.rank() != 1 || bias.length() != dims[1])) {
      throw new IllegalArgumentException("the biases are %s, expected %d".formatted(bias, dims[1]));
    }
    for (int a = 0; a < axes; a++) {
      dims[2 + a] = window(a, axes, x.dims()[2 + a], weights.dims()[2 + a]).input();
    }
    return List.of(Value.of(x.type(), dims));
  }

  /** The window of the convolution whose output the input here is. */
  private Window window(int axis, int axes, int input, int taps) {
    int stride = windows.get(windows.strides(), axis, axes, 1);
    int dilation = windows.get(windows.dilations(), axis, axes, 1);
    int added = windows.get(outputPadding, axis, axes, 0);
    long full = (long) stride * (input - 1) + (long) dilation * (taps - 1) + 1 + added;
    long before = 0;
    long after = 0;
    boolean same = windows.autoPad().startsWith("SAME");
    if (outputShape != null || same) {
      long wanted =
          outputShape == null
              ? (long) input * stride
              : outputShape[axis + outputShape.length - axes];
      long pad = Math.max(0, full - wanted);
      // The odd one goes to the end for SAME_UPPER alone.
      before = windows.autoPad().equals("SAME_UPPER") ? pad / 2 : pad - pad / 2;
      after = pad - before;
      added += (int) Math.max(0, wanted - full);
      full = Math.max(full, wanted);
    } else if (windows.pads() != null && windows.autoPad().equals("NOTSET")) {
      before = windows.pads()[axis];
      after = windows.pads()[axes + axis];
    }
    long size = full - before - after;
    if (size < 1 || size > Integer.MAX_VALUE || before < 0 || after < 0 || added < 0) {
      throw new IllegalArgumentException(
          "padding %d and %d of %d positions leaves none".formatted(before, after, full));
    }
    Window window = new Window((int) size, taps, stride, dilation, (int) before, (int) after);
    if (window.output() != input) {
      throw new IllegalArgumentException(
          "output padding %d with stride %d is not supported, expected less than the stride"
              .formatted(added, stride));
    }
    return window;
  }

  @Override
  public boolean needsChannelsLast() {
    return true;
  }

  @Override
  public boolean moves(int input) {
    return input == 0;
  }

  @Override
  public long multiplyAdds(List<Value> inputs, List<Value> outputs) {
    Value weights = inputs.get(1);
    return (long) inputs.getFirst().length() * (weights.length() / weights.dims()[0]);
  }

  /** For pictures whose channels come last. */
  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    Value x = inputs.get(0);
    int[] w = inputs.get(1).dims();
    int axes = x.rank() - 2;
    List<Window> list = new ArrayList<>();
    for (int a = 0; a < axes; a++) {
      list.add(window(a, axes, x.dims()[1 + a], w[2 + a]));
    }
    Window[] picture = Windows.picture(list.toArray(Window[]::new));
    TransposedConvolution convolution =
        TransposedConvolution.of(
            new ConvShape(x.dims()[0], picture[0], picture[1], w[1] * groups, w[0], groups));
    Tensor constant = inputs.get(1).constant();
    PackedWeights packed = constant == null ? null : pack(convolution, constant.floats());
    boolean biased = inputs.size() > 2 && inputs.get(2) != null;
    return (in, out) -> {
      Epilogue epilogue = Epilogue.NONE.withBias(biased ? in[2].floats() : null);
      float[] y = out[0].floats();
      return workers ->
          convolution.forward(
              in[0].floats(),
              packed == null ? pack(convolution, in[1].floats()) : packed,
              epilogue,
              y,
              workers);
    };
  }

  private static PackedWeights pack(TransposedConvolution convolution, float[] oihw) {
    ConvShape shape = convolution.shape();
    float[] hwio = new float[oihw.length];
    Layouts.oihwToHwio(
        shape.outChannels(),
        shape.groupInChannels(),
        shape.kernelHeight(),
        shape.kernelWidth(),
        oihw,
        hwio);
    return convolution.pack(hwio);
  }
}
