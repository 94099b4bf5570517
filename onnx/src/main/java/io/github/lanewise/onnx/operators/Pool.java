package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.pool.PoolShape;
import io.github.lanewise.kernels.pool.Pooling;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Each window of a signal or picture summarised in one value, channel by channel.
 *
 * @param kind how
 * @param windows the windows; null for one as large as the picture
 * @param ceil whether sizes are rounded up
 * @param includePad whether an average counts the padding
 * @param power of the norm, where {@code kind} is that
 * @param columnMajor whether positions of maxima count columns first
 * @param plain whether it is for one run only
 */
record Pool(
    Kind kind,
    Windows windows,
    boolean ceil,
    boolean includePad,
    long power,
    boolean columnMajor,
    boolean plain)
    implements Operator {
  /** How a window is summarised. */
  enum Kind {
    MAX,
    AVERAGE,
    NORM
  }

  static Pool global(Kind kind, long power) {
    return new Pool(kind, null, false, false, power, false, false);
  }

  @Override
  public Operator once(PackingArea area) {
    return new Pool(kind, windows, ceil, includePad, power, columnMajor, true);
  }

  private Window window(int axis, int axes, int input) {
    if (windows == null) {
      return new Window(input, input, 1, 1, 0, 0);
    }
    if (windows.kernel() == null) {
      throw new IllegalArgumentException("no kernel_shape, expected one");
    }
    return windows.window(axis, axes, input, windows.get(windows.kernel(), axis, axes, 1));
  }

  /**
   * Output positions; with {@code ceil} rounded up, unless the last window lies on padding alone.
   */
  private int output(Window window) {
    if (!ceil || !windows.autoPad().equals("NOTSET")) {
      return window.output();
    }
    long room = (long) window.input() + window.padBefore() + window.padAfter() - window.span();
    long windowsUp = (room + window.stride() - 1) / window.stride() + 1;
    boolean inside = (windowsUp - 1) * window.stride() < (long) window.input() + window.padBefore();
    return (int) (inside ? windowsUp : windowsUp - 1);
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    int axes = Windows.axes(x);
    int[] dims = new int[x.rank()];
    dims[0] = x.dims()[0];
    dims[1] = x.dims()[1];
    for (int a = 0; a < axes; a++) {
      dims[2 + a] = output(window(a, axes, x.dims()[2 + a]));
    }
    Value y = Value.of(x.type(), dims);
    return kind == Kind.MAX && windows != null
        ? List.of(y, Value.of(ElementType.INT64, dims))
        : List.of(y);
  }

  @Override
  public boolean needsChannelsLast() {
    return true;
  }

  /** For pictures whose channels come last. */
  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    Value x = inputs.getFirst();
    int[] dims = x.dims();
    int axes = x.rank() - 2;
    List<Window> list = new ArrayList<>();
    for (int a = 0; a < axes; a++) {
      list.add(window(a, axes, dims[1 + a]));
    }
    Window[] picture = Windows.picture(list.toArray(Window[]::new));
    int channels = dims[x.rank() - 1];
    Pooling pooling = fast(dims[0], channels, picture, outputs.getFirst());
    PlainPool plain =
        new PlainPool(this, picture[0], picture[1], output(picture[0]), output(picture[1]));
    return (in, out) -> {
      float[] from = in[0].floats();
      float[] to = out[0].floats();
      Tensor positions = out.length > 1 ? out[1] : null;
      if (pooling != null && positions == null) {
        return workers -> pooling.forward(from, to, workers);
      }
      long[] at = positions == null ? null : positions.longs();
      return _ -> plain.run(dims[0], channels, from, to, at);
    };
  }

  /** A vectorised kernel; null if there is none for these windows. */
  private Pooling fast(int batch, int channels, Window[] picture, Value y) {
    boolean wide = false;
    for (Window window : picture) {
      wide |= Math.max(window.padBefore(), window.padAfter()) > window.span() / 2;
    }
    if (kind == Kind.NORM || wide || plain) {
      return null;
    }
    PoolShape shape = new PoolShape(batch, channels, picture[0], picture[1], ceil, includePad);
    if (shape.outputLength() != y.length()) {
      return null;
    }
    return kind == Kind.MAX ? Pooling.max(shape) : Pooling.average(shape);
  }
}
