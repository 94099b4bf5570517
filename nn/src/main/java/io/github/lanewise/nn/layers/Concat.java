package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/** The channels of several inputs of one height and width, one after the other. */
public record Concat() implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Inputs.several(inputs);
    Shape first = inputs.getFirst();
    int channels = 0;
    for (Shape shape : inputs) {
      if (shape.height() != first.height() || shape.width() != first.width()) {
        throw new IllegalArgumentException(
            "it joins " + inputs + ", expected equal heights and widths");
      }
      channels += shape.channels();
    }
    return new Shape(first.height(), first.width(), channels);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Join(
        inputs.stream().mapToInt(Shape::channels).toArray(),
        batch * inputs.getFirst().height() * inputs.getFirst().width());
  }

  /** Copies runs of channels. */
  private static final class Join implements Passes {
    private final int[] channels;
    private final int pixels;
    private final int sum;

    Join(int[] channels, int pixels) {
      this.channels = channels;
      this.pixels = pixels;
      int all = 0;
      for (int count : channels) {
        all += count;
      }
      this.sum = all;
    }

    @Override
    public void forward(Frame frame) {
      int at = 0;
      for (int i = 0; i < channels.length; i++) {
        copy(frame.x(i), 0, channels[i], frame.y(), at, sum, channels[i]);
        at += channels[i];
      }
    }

    @Override
    public void backward(Frame frame) {
      int at = 0;
      for (int i = 0; i < channels.length; i++) {
        if (frame.dx(i) != null) {
          copy(frame.dy(), at, sum, frame.dx(i), 0, channels[i], channels[i]);
        }
        at += channels[i];
      }
    }

    @Override
    public void tangent(Frame frame) {
      int at = 0;
      for (int i = 0; i < channels.length; i++) {
        copy(frame.tx(i), 0, channels[i], frame.ty(), at, sum, channels[i]);
        at += channels[i];
      }
    }

    private void copy(
        float[] from, int fromAt, int fromStep, float[] to, int toAt, int toStep, int count) {
      for (int p = 0; p < pixels; p++) {
        System.arraycopy(from, fromAt + p * fromStep, to, toAt + p * toStep, count);
      }
    }
  }
}
