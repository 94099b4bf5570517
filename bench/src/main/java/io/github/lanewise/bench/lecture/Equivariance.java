package io.github.lanewise.bench.lecture;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Whether a convolution of a shifted picture is the shifted convolution of the picture.
 *
 * @param picture the picture
 * @param shifted the picture, moved down and to the right; what comes in is black
 * @param convolved convolution of the picture, stride 1
 * @param convolvedShifted convolution of the moved picture, stride 1
 * @param maps errors for some strides and shifts
 * @param cases the largest errors for more of them
 */
public record Equivariance(
    Plane picture,
    Plane shifted,
    Plane convolved,
    Plane convolvedShifted,
    List<ErrorMap> maps,
    List<ErrorMap> cases) {

  /** Horizontal differences (Sobel), whole numbers, so that sums of grey values are exact. */
  static final float[] KERNEL = {-1, 0, 1, -2, 0, 2, -1, 0, 1};

  private static final int SIDE = 3;
  private static final int SHIFT = 24;
  private static final List<Integer> STRIDES = List.of(1, 2, 3, 4);
  private static final List<Integer> SHIFTS = List.of(1, 2, 3, 4, 6, 8, 12);

  /**
   * The error {@code conv(shift(x)) − shift(conv(x))}, where the output is shifted by as many whole
   * positions as fit into the shift.
   *
   * @param stride stride of the convolution
   * @param shift pixels that the picture is moved down and to the right
   * @param error the error of each output
   * @param inside outputs whose windows saw nothing but the picture both times
   * @param largestInside largest size of an error among those
   * @param largestOutput largest size of an output, to compare with
   */
  public record ErrorMap(
      int stride, int shift, Plane error, long inside, double largestInside, double largestOutput) {

    /**
     * Whether the shift is a whole number of strides, so that the error should be zero.
     *
     * @return true if the stride divides the shift
     */
    public boolean whole() {
      return shift % stride == 0;
    }
  }

  /**
   * The error where the shift is a whole number of strides.
   *
   * @return the largest of those cases
   */
  @JsonProperty
  public double largestWhole() {
    return errors(true).max().orElseThrow();
  }

  /**
   * The error where the shift is no whole number of strides.
   *
   * @return the smallest of those cases
   */
  @JsonProperty
  public double smallestOther() {
    return errors(false).min().orElseThrow();
  }

  /**
   * How many shifts are a whole number of strides.
   *
   * @return cases among {@link #cases}
   */
  @JsonProperty
  public long wholeCases() {
    return errors(true).count();
  }

  private DoubleStream errors(boolean whole) {
    return cases.stream().filter(one -> one.whole() == whole).mapToDouble(ErrorMap::largestInside);
  }

  static Equivariance compute(Plane picture, Workers workers) {
    Plane shifted = shift(picture, SHIFT);
    List<ErrorMap> cases = new ArrayList<>();
    for (int stride : STRIDES) {
      for (int shift : SHIFTS) {
        cases.add(map(picture, stride, shift, workers));
      }
    }
    return new Equivariance(
        picture,
        shifted,
        convolve(picture, 1, workers),
        convolve(shifted, 1, workers),
        List.of(
            map(picture, 1, SHIFT, workers),
            map(picture, 4, SHIFT, workers),
            map(picture, 4, SHIFT - 2, workers)),
        cases);
  }

  private static ErrorMap map(Plane picture, int stride, int shift, Workers workers) {
    Plane output = convolve(picture, stride, workers);
    Plane expected = shift(output, shift / stride);
    Plane got = convolve(shift(picture, shift), stride, workers);
    float[] error = new float[got.values().length];
    long inside = 0;
    double largest = 0;
    for (int row = 0; row < got.height(); row++) {
      for (int column = 0; column < got.width(); column++) {
        int i = row * got.width() + column;
        error[i] = got.values()[i] - expected.values()[i];
        if (row * stride >= shift && column * stride >= shift) {
          inside++;
          largest = Math.max(largest, Math.abs(error[i]));
        }
      }
    }
    return new ErrorMap(
        stride,
        shift,
        new Plane(got.height(), got.width(), error),
        inside,
        largest,
        Math.max(output.high(), -output.low()));
  }

  private static Plane convolve(Plane picture, int stride, Workers workers) {
    ConvShape shape =
        ConvShape.builder()
            .input(picture.height(), picture.width(), 1)
            .outChannels(1)
            .kernel(SIDE)
            .stride(stride)
            .build();
    return new Plane(
        shape.outHeight(),
        shape.outWidth(),
        Once.convolve(shape, picture.values(), KERNEL, workers));
  }

  /** Moves a picture down and to the right; zeros come in. */
  private static Plane shift(Plane picture, int by) {
    int width = picture.width();
    float[] moved = new float[picture.values().length];
    for (int row = by; row < picture.height(); row++) {
      System.arraycopy(picture.values(), (row - by) * width, moved, row * width + by, width - by);
    }
    return new Plane(picture.height(), width, moved);
  }
}
