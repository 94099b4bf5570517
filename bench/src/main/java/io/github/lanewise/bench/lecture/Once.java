package io.github.lanewise.bench.lecture;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.pool.PoolShape;
import io.github.lanewise.kernels.pool.Pooling;

/** Kernels called once, with an array of their own for what comes out. */
final class Once {
  private Once() {}

  static float[] convolve(ConvShape shape, float[] x, float[] weights, Workers workers) {
    Convolution convolution = Convolution.of(shape);
    float[] y = new float[shape.outputLength()];
    convolution.forward(x, convolution.pack(weights), Epilogue.NONE, y, workers);
    return y;
  }

  static float[] pool(Pooled.Kind kind, PoolShape shape, float[] x, Workers workers) {
    Pooling pooling = kind == Pooled.Kind.MAX ? Pooling.max(shape) : Pooling.average(shape);
    float[] y = new float[shape.outputLength()];
    pooling.forward(x, y, workers);
    return y;
  }
}
