package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.resample.AxisTaps;
import io.github.lanewise.kernels.resample.Resampling;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;

/** The passes of a resampling, which is linear: its tangent is the resampled tangent. */
record ResamplingPasses(Resampling resampling) implements Passes {
  @Override
  public void forward(Frame frame) {
    resampling.forward(frame.x(), frame.y(), frame.workers());
  }

  @Override
  public void backward(Frame frame) {
    if (frame.dx() != null) {
      resampling.backward(frame.dy(), frame.dx(), frame.workers());
    }
  }

  @Override
  public void tangent(Frame frame) {
    resampling.forward(frame.tx(), frame.ty(), frame.workers());
  }

  /** The taps of a layer for both axes of its input, and what follows from them. */
  record Axes(AxisTaps rows, AxisTaps columns, int channels) {
    Shape output() {
      return new Shape(rows.output(), columns.output(), channels);
    }

    Resampling resampling(int batch) {
      return Resampling.of(batch, channels, rows, columns);
    }

    Passes bind(int batch) {
      return new ResamplingPasses(resampling(batch));
    }

    /** Strides are those of pictures made smaller; made larger, neighbours see the same pixels. */
    Reach reach() {
      return new Reach(
          rows.span(),
          columns.span(),
          Math.max(1, rows.input() / rows.output()),
          Math.max(1, columns.input() / columns.output()));
    }
  }
}
