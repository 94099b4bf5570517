package io.github.lanewise.kernels.shape;

/**
 * Collects what the shapes of convolution and pooling have in common: pictures, and a {@link
 * Window} for each axis.
 *
 * @param <B> the builder itself, so that its own methods can follow these in a chain
 */
public abstract class WindowsBuilder<B extends WindowsBuilder<B>> {
  private int batch = 1;
  private int inHeight;
  private int inWidth;
  private int channels;
  private int kernelHeight;
  private int kernelWidth;
  private boolean strideGiven;
  private int strideHeight;
  private int strideWidth;
  private int dilationHeight = 1;
  private int dilationWidth = 1;
  private int top;
  private int bottom;
  private int left;
  private int right;
  private boolean same;

  /** Starts with one picture, no padding and dilation 1. */
  protected WindowsBuilder() {}

  /**
   * This builder.
   *
   * @return this
   */
  protected abstract B self();

  /**
   * The stride along an axis where none was set.
   *
   * @param kernel taps along that axis
   * @return pixels
   */
  protected abstract int defaultStride(int kernel);

  /**
   * Sets the number of pictures.
   *
   * @param batch pictures, at least 1
   * @return this
   */
  public B batch(int batch) {
    this.batch = batch;
    return self();
  }

  /**
   * Sets the size of a picture.
   *
   * @param height pixels
   * @param width pixels
   * @param channels channels
   * @return this
   */
  public B input(int height, int width, int channels) {
    this.inHeight = height;
    this.inWidth = width;
    this.channels = channels;
    return self();
  }

  /**
   * Sets a square kernel.
   *
   * @param size rows and columns
   * @return this
   */
  public B kernel(int size) {
    return kernel(size, size);
  }

  /**
   * Sets the kernel. The lecture's "2 by 1" is width by height: {@code kernel(1, 2)}.
   *
   * @param height rows
   * @param width columns
   * @return this
   */
  public B kernel(int height, int width) {
    this.kernelHeight = height;
    this.kernelWidth = width;
    return self();
  }

  /**
   * Sets the same stride on both axes.
   *
   * @param stride pixels
   * @return this
   */
  public B stride(int stride) {
    return stride(stride, stride);
  }

  /**
   * Sets the stride.
   *
   * @param height pixels down
   * @param width pixels across
   * @return this
   */
  public B stride(int height, int width) {
    this.strideGiven = true;
    this.strideHeight = height;
    this.strideWidth = width;
    return self();
  }

  /**
   * Sets the same dilation on both axes.
   *
   * @param dilation pixels from tap to tap
   * @return this
   */
  public B dilation(int dilation) {
    return dilation(dilation, dilation);
  }

  /**
   * Sets the dilation.
   *
   * @param height pixels from tap to tap, down
   * @param width pixels from tap to tap, across
   * @return this
   */
  public B dilation(int height, int width) {
    this.dilationHeight = height;
    this.dilationWidth = width;
    return self();
  }

  /**
   * Sets the same padding on all four sides.
   *
   * @param padding pixels
   * @return this
   */
  public B padding(int padding) {
    return padding(padding, padding, padding, padding);
  }

  /**
   * Sets the padding.
   *
   * @param top pixels above
   * @param bottom pixels below
   * @param left pixels to the left
   * @param right pixels to the right
   * @return this
   */
  public B padding(int top, int bottom, int left, int right) {
    this.top = top;
    this.bottom = bottom;
    this.left = left;
    this.right = right;
    this.same = false;
    return self();
  }

  /**
   * Pads so that the output has {@code ceil(input / stride)} pixels a side; see {@link
   * Window#same}.
   *
   * @return this
   */
  public B paddingSame() {
    this.same = true;
    return self();
  }

  /**
   * No padding at all ("valid"), the default.
   *
   * @return this
   */
  public B paddingValid() {
    return padding(0);
  }

  /**
   * The number of pictures.
   *
   * @return pictures as they were set, unchecked
   */
  protected final int batch() {
    return batch;
  }

  /**
   * The channels of a picture.
   *
   * @return channels as they were set, unchecked
   */
  protected final int channels() {
    return channels;
  }

  /**
   * Makes the window along the height.
   *
   * @return the window
   * @throws IllegalArgumentException if sizes do not fit together; the message names the axis
   */
  protected final Window height() {
    return window("height", inHeight, kernelHeight, strideHeight, dilationHeight, top, bottom);
  }

  /**
   * Makes the window along the width.
   *
   * @return the window
   * @throws IllegalArgumentException if sizes do not fit together; the message names the axis
   */
  protected final Window width() {
    return window("width", inWidth, kernelWidth, strideWidth, dilationWidth, left, right);
  }

  private Window window(
      String axis, int input, int kernel, int stride, int dilation, int before, int after) {
    int step = strideGiven ? stride : defaultStride(kernel);
    try {
      return same
          ? Window.same(input, kernel, step, dilation)
          : new Window(input, kernel, step, dilation, before, after);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(axis + ": " + e.getMessage(), e);
    }
  }
}
