package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.onnx.graph.Attributes;
import java.util.Arrays;
import java.util.Set;

/**
 * The attributes that convolution and pooling have in common: a window on each spatial axis, of
 * which there are one or two.
 *
 * @param kernel taps of each axis; null if the weights tell
 * @param strides positions from window to window; null for 1
 * @param dilations positions from tap to tap; null for 1
 * @param pads positions before each axis, then after each; null for 0
 * @param autoPad {@code NOTSET}, {@code VALID}, {@code SAME_UPPER} or {@code SAME_LOWER}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Windows(long[] kernel, long[] strides, long[] dilations, long[] pads, String autoPad) {
  private static final Set<String> AUTO_PADS =
      Set.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER");

  static Windows of(Attributes attributes) {
    Windows windows =
        new Windows(
            attributes.integers("kernel_shape", (long[]) null),
            attributes.integers("strides", (long[]) null),
            attributes.integers("dilations", (long[]) null),
            attributes.integers("pads", (long[]) null),
            attributes.text("auto_pad", "NOTSET"));
    windows.check();
    return windows;
  }

  private void check() {
    for (long[] values : new long[][] {kernel, strides, dilations}) {
      if (values != null && values.length > 2) {
        throw new UnsupportedException(
            "%d-D windows %s, expected 1-D or 2-D ones"
                .formatted(values.length, Arrays.toString(values)));
      }
    }
    if (!AUTO_PADS.contains(autoPad)) {
      throw new IllegalArgumentException("attribute auto_pad is " + autoPad);
    }
  }

  /** Number of spatial axes of an input; the batch and the channels are none. */
  static int axes(Value input) {
    if (input.rank() < 3 || input.rank() > 4) {
      throw new IllegalArgumentException(
          "the input is %s, expected 3 or 4 dimensions".formatted(input));
    }
    return input.rank() - 2;
  }

  /** The window of an axis. */
  Window window(int axis, int axes, int input, int taps) {
    int stride = get(strides, axis, axes, 1);
    int dilation = get(dilations, axis, axes, 1);
    if (kernel != null && get(kernel, axis, axes, 1) != taps) {
      throw new IllegalArgumentException(
          "kernel_shape is %s, expected %d taps on axis %d as the weights have"
              .formatted(Arrays.toString(kernel), taps, axis));
    }
    if (pads != null && pads.length != 2 * axes) {
      throw new IllegalArgumentException(
          "pads is %s, expected %d numbers".formatted(Arrays.toString(pads), 2 * axes));
    }
    return switch (autoPad) {
      case "SAME_UPPER" -> Window.same(input, taps, stride, dilation);
      case "SAME_LOWER" -> {
        Window upper = Window.same(input, taps, stride, dilation);
        yield new Window(input, taps, stride, dilation, upper.padAfter(), upper.padBefore());
      }
      case "VALID" -> new Window(input, taps, stride, dilation, 0, 0);
      default ->
          new Window(
              input,
              taps,
              stride,
              dilation,
              pads == null ? 0 : (int) Math.min(Integer.MAX_VALUE, pads[axis]),
              pads == null ? 0 : (int) Math.min(Integer.MAX_VALUE, pads[axes + axis]));
    };
  }

  int get(long[] values, int axis, int axes, int otherwise) {
    if (values == null) {
      return otherwise;
    }
    if (values.length != axes) {
      throw new IllegalArgumentException(
          "%s, expected %d numbers, one for each spatial axis"
              .formatted(Arrays.toString(values), axes));
    }
    return (int) Math.min(Integer.MAX_VALUE, values[axis]);
  }

  /** Height and width of pictures; a signal with one spatial axis is a picture of height 1. */
  static Window[] picture(Window[] windows) {
    return windows.length == 2 ? windows : new Window[] {new Window(1, 1, 1, 1, 0, 0), windows[0]};
  }
}
