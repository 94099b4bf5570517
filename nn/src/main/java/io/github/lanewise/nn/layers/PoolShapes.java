package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.pool.PoolShape;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;

/** What max and average pooling share: from a layer's sizes to a kernel's shape. */
final class PoolShapes {
  private PoolShapes() {}

  static PoolShape.Builder of(
      Shape input, Size kernel, Size stride, Size dilation, Padding padding) {
    return padding.around(
        PoolShape.builder()
            .input(input.height(), input.width(), input.channels())
            .kernel(kernel.height(), kernel.width())
            .stride(stride.height(), stride.width())
            .dilation(dilation.height(), dilation.width()));
  }

  /** One window, the whole picture. */
  static PoolShape whole(Shape input, int batch) {
    return PoolShape.builder()
        .batch(batch)
        .input(input.height(), input.width(), input.channels())
        .kernel(input.height(), input.width())
        .build();
  }

  static Shape output(PoolShape shape) {
    return new Shape(shape.outHeight(), shape.outWidth(), shape.channels());
  }

  static Reach reach(PoolShape shape) {
    return new Reach(
        shape.height().span(),
        shape.width().span(),
        shape.height().stride(),
        shape.width().stride());
  }
}
