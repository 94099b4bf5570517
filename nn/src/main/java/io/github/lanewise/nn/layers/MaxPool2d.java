package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.pool.PoolShape;
import io.github.lanewise.kernels.pool.Pooling;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * The largest value of each window, channel by channel, as PyTorch's {@code MaxPool2d}. No
 * parameters.
 *
 * @param kernel rows and columns of a window
 * @param stride pixels from window to window
 * @param dilation pixels from tap to tap
 * @param padding pixels around the picture, which never win; at most half the kernel
 * @param ceilMode whether the output size is rounded up
 */
public record MaxPool2d(Size kernel, Size stride, Size dilation, Padding padding, boolean ceilMode)
    implements Layer {
  /**
   * Windows side by side.
   *
   * @param kernel rows and columns of a window, and the stride
   * @return the layer
   */
  public static MaxPool2d of(int kernel) {
    return new MaxPool2d(Size.of(kernel), Size.of(kernel), Size.ONE, Padding.NONE, false);
  }

  /**
   * The same with another stride.
   *
   * @param pixels down and across
   * @return the layer
   */
  public MaxPool2d stride(int pixels) {
    return new MaxPool2d(kernel, Size.of(pixels), dilation, padding, ceilMode);
  }

  /**
   * The same with another dilation.
   *
   * @param pixels from tap to tap
   * @return the layer
   */
  public MaxPool2d dilation(int pixels) {
    return new MaxPool2d(kernel, stride, Size.of(pixels), padding, ceilMode);
  }

  /**
   * The same with other padding.
   *
   * @param pixels on each side, at most half the kernel
   * @return the layer
   */
  public MaxPool2d padding(int pixels) {
    return new MaxPool2d(kernel, stride, dilation, Padding.of(pixels), ceilMode);
  }

  /**
   * The same with sizes rounded up.
   *
   * @return the layer
   */
  public MaxPool2d ceil() {
    return new MaxPool2d(kernel, stride, dilation, padding, true);
  }

  private PoolShape shape(List<Shape> inputs) {
    return PoolShapes.of(Inputs.one(inputs), kernel, stride, dilation, padding)
        .ceilMode(ceilMode)
        .build();
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return PoolShapes.output(shape(inputs));
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return PoolShapes.reach(shape(inputs));
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new MaxPasses(Pooling.max(shape(inputs).withBatch(batch)));
  }
}
