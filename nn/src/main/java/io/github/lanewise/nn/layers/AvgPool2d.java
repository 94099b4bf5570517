package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.pool.PoolShape;
import io.github.lanewise.kernels.pool.Pooling;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * The average of each window, channel by channel, as PyTorch's {@code AvgPool2d}. No parameters.
 *
 * @param kernel rows and columns of a window
 * @param stride pixels from window to window
 * @param padding zeros around the picture, at most half the kernel
 * @param ceilMode whether the output size is rounded up
 * @param countIncludePad whether zeros of the padding count as pixels
 */
public record AvgPool2d(
    Size kernel, Size stride, Padding padding, boolean ceilMode, boolean countIncludePad)
    implements Layer {
  /**
   * Windows side by side.
   *
   * @param kernel rows and columns of a window, and the stride
   * @return the layer
   */
  public static AvgPool2d of(int kernel) {
    return new AvgPool2d(Size.of(kernel), Size.of(kernel), Padding.NONE, false, true);
  }

  /**
   * The same with another stride.
   *
   * @param pixels down and across
   * @return the layer
   */
  public AvgPool2d stride(int pixels) {
    return new AvgPool2d(kernel, Size.of(pixels), padding, ceilMode, countIncludePad);
  }

  /**
   * The same with other padding.
   *
   * @param pixels on each side, at most half the kernel
   * @return the layer
   */
  public AvgPool2d padding(int pixels) {
    return new AvgPool2d(kernel, stride, Padding.of(pixels), ceilMode, countIncludePad);
  }

  /**
   * The same with sizes rounded up.
   *
   * @return the layer
   */
  public AvgPool2d ceil() {
    return new AvgPool2d(kernel, stride, padding, true, countIncludePad);
  }

  /**
   * The same with averages over the picture's own pixels alone.
   *
   * @return the layer
   */
  public AvgPool2d excludingPadding() {
    return new AvgPool2d(kernel, stride, padding, ceilMode, false);
  }

  private PoolShape shape(List<Shape> inputs) {
    return PoolShapes.of(Inputs.one(inputs), kernel, stride, Size.ONE, padding)
        .ceilMode(ceilMode)
        .countIncludePad(countIncludePad)
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
    return new AveragePasses(Pooling.average(shape(inputs).withBatch(batch)));
  }
}
