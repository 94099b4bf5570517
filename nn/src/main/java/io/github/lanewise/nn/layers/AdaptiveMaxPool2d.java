package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.resample.AxisTaps;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The largest values of as many windows as there are to be pixels, as PyTorch's {@code
 * AdaptiveMaxPool2d}: the windows are those of {@link AdaptiveAvgPool2d}, and a NaN counts as the
 * largest. No parameters.
 *
 * @param size rows and columns of the output
 */
public record AdaptiveMaxPool2d(Size size) implements Layer {
  /**
   * To a square.
   *
   * @param size rows and columns of the output
   */
  public AdaptiveMaxPool2d(int size) {
    this(Size.of(size));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return AdaptiveAvgPool2d.axes(Inputs.one(inputs), size).output();
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return AdaptiveAvgPool2d.axes(Inputs.one(inputs), size).reach();
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Shares(batch, Inputs.one(inputs), outputShape(inputs));
  }

  /** Plain loops: such a layer sees each value once or twice, and a network has one at most. */
  private record Shares(int batch, Shape input, Shape output) implements Passes {
    /** Where the maxima were, in the input. */
    private final class Places {
      private final int[] argmax = new int[output.length(batch)];
    }

    @Override
    public Object newState() {
      return new Places();
    }

    @Override
    public void forward(Frame frame) {
      int[] argmax = frame.state(Places.class).argmax;
      int pixels = output.height() * output.width();
      for (int pixel = 0; pixel < batch * pixels; pixel++) {
        int row = pixel % pixels / output.width();
        int column = pixel % output.width();
        window(pixel / pixels, row, column, frame.x(), argmax, pixel * output.channels());
      }
      for (int i = 0; i < argmax.length; i++) {
        frame.y()[i] = frame.x()[argmax[i]];
      }
    }

    private void window(int example, int row, int column, float[] x, int[] argmax, int to) {
      int channels = input.channels();
      int top = AxisTaps.shareStart(input.height(), output.height(), row);
      int left = AxisTaps.shareStart(input.width(), output.width(), column);
      int bottom = AxisTaps.shareEnd(input.height(), output.height(), row);
      int right = AxisTaps.shareEnd(input.width(), output.width(), column);
      for (int c = 0; c < channels; c++) {
        argmax[to + c] = at(example, top, left) + c;
      }
      for (int r = top; r < bottom; r++) {
        for (int from = at(example, r, left); from < at(example, r, right); from += channels) {
          for (int c = 0; c < channels; c++) {
            float value = x[from + c];
            if (value > x[argmax[to + c]] || Float.isNaN(value)) {
              argmax[to + c] = from + c;
            }
          }
        }
      }
    }

    private int at(int example, int row, int column) {
      return ((example * input.height() + row) * input.width() + column) * input.channels();
    }

    @Override
    public void backward(Frame frame) {
      if (frame.dx() != null) {
        int[] argmax = frame.state(Places.class).argmax;
        Arrays.fill(frame.dx(), 0);
        for (int i = 0; i < argmax.length; i++) {
          frame.dx()[argmax[i]] += frame.dy()[i];
        }
      }
    }

    @Override
    public void tangent(Frame frame) {
      int[] argmax = frame.state(Places.class).argmax;
      for (int i = 0; i < argmax.length; i++) {
        frame.ty()[i] = frame.tx()[argmax[i]];
      }
    }
  }
}
