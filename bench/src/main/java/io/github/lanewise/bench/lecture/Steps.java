package io.github.lanewise.bench.lecture;

import io.github.lanewise.bench.costtable.Slide;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.nn.data.AreaResize;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution step by step.
 *
 * @param worked small convolutions: plain, with stride, padding and dilation
 * @param channels a convolution over several input channels
 * @param six the slide's six kernels
 * @param sizes output sizes, worked out
 * @param checks the slide's numbers
 */
public record Steps(
    List<Worked> worked,
    Channels channels,
    SixKernels six,
    List<Size> sizes,
    List<Slide.Check> checks) {

  private static final Matrix INPUT =
      Matrix.of(
          6, 3, 0, 1, 2, 7, 4, 1, 5, 8, 9, 3, 1, 2, 7, 2, 5, 1, 3, 0, 1, 3, 1, 7, 8, 4, 2, 1, 6, 2,
          8, 2, 4, 5, 2, 3, 9);
  private static final Matrix KERNEL = Matrix.of(3, 1, 0, -1, 2, 0, -2, 1, 0, -1);

  private static final int SLIDE_SIDE = 224;
  private static final int SLIDE_KERNEL = 11;
  private static final int SLIDE_STRIDE = 4;
  private static final int SLIDE_PADDING = 2;

  /**
   * A convolution of three channels to one: a convolution of each channel, added up.
   *
   * @param channels a small convolution for each input channel
   * @param output the output, computed in one go
   */
  public record Channels(List<Worked> channels, Matrix output) {}

  /**
   * The slide "Channels and kernels".
   *
   * @param picture the picture, 224×224
   * @param kernels six kernels of 11×11 and what each makes of the picture
   * @param padded the size of the output with padding 2, worked out
   * @param unpadded without padding
   */
  public record SixKernels(Plane picture, List<Channel> kernels, String padded, String unpadded) {}

  /**
   * One kernel of several.
   *
   * @param name what it looks for
   * @param kernel its weights
   * @param output its channel of the output
   */
  public record Channel(String name, Plane kernel, Plane output) {}

  /**
   * The size of an output.
   *
   * @param input positions of the input
   * @param kernel taps
   * @param stride positions from one window to the next
   * @param padding positions of padding on each side
   * @param dilation positions from tap to tap
   * @param output positions of the output
   * @param formula how it is worked out
   */
  public record Size(
      int input, int kernel, int stride, int padding, int dilation, int output, String formula) {
    static Size of(int input, int kernel, int stride, int padding, int dilation) {
      Window window = new Window(input, kernel, stride, dilation, padding, padding);
      return new Size(input, kernel, stride, padding, dilation, window.output(), window.explain());
    }
  }

  static Steps compute(Plane picture, Workers workers) {
    SixKernels six = six(picture, workers);
    Size unpadded = Size.of(SLIDE_SIDE, SLIDE_KERNEL, SLIDE_STRIDE, 0, 1);
    Size differences = Size.of(Slide.WIDTH, 2, 1, 0, 1);
    return new Steps(
        List.of(
            Worked.of("Stride 1, no padding", INPUT, KERNEL, 1, 0, 1, 1, 2, workers),
            Worked.of("Stride 2", INPUT, KERNEL, 2, 0, 1, 1, 0, workers),
            Worked.of("Padding 1", INPUT, KERNEL, 1, 1, 1, 0, 0, workers),
            Worked.of("Dilation 2", INPUT, KERNEL, 1, 0, 2, 1, 1, workers)),
        channels(workers),
        six,
        List.of(
            differences,
            Size.of(32, 3, 1, 1, 1),
            Size.of(28, 5, 1, 0, 1),
            Size.of(6, 3, 1, 0, 2),
            unpadded,
            Size.of(SLIDE_SIDE, SLIDE_KERNEL, SLIDE_STRIDE, SLIDE_PADDING, 1)),
        List.of(
            Slide.Check.equal(
                "width of the output, input 320, kernel 2", differences.output(), 319),
            Slide.Check.equal("side of the output, no padding", unpadded.output(), 55),
            Slide.Check.equal(
                "side of the output, padding 2", six.kernels().getFirst().output().height(), 55),
            Slide.Check.equal("channels of six kernels", six.kernels().size(), 6)));
  }

  private static Channels channels(Workers workers) {
    List<Matrix> inputs =
        List.of(
            Matrix.of(4, 1, 0, 2, 1, 3, 1, 0, 2, 0, 2, 1, 1, 1, 0, 3, 2),
            Matrix.of(4, 0, 1, 1, 0, 2, 0, 1, 3, 1, 1, 2, 0, 0, 2, 1, 1),
            Matrix.of(4, 2, 2, 0, 1, 0, 1, 1, 0, 3, 0, 1, 2, 1, 1, 0, 1));
    List<Matrix> kernels =
        List.of(
            Matrix.of(3, 1, 0, 0, 0, 1, 0, 0, 0, 1),
            Matrix.of(3, 0, 1, 0, 1, -4, 1, 0, 1, 0),
            Matrix.of(3, -1, 0, 1, -1, 0, 1, -1, 0, 1));
    int count = inputs.size();
    List<Worked> each = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      each.add(
          Worked.of("Channel " + (i + 1), inputs.get(i), kernels.get(i), 1, 0, 1, 0, 1, workers));
    }
    Matrix first = inputs.getFirst();
    ConvShape shape =
        ConvShape.builder()
            .input(first.rows(), first.columns(), count)
            .outChannels(1)
            .kernel(kernels.getFirst().rows())
            .build();
    return new Channels(
        each,
        new Matrix(
            shape.outHeight(),
            shape.outWidth(),
            Once.convolve(shape, interleaved(inputs), interleaved(kernels), workers)));
  }

  /** Channels side by side at each position, as kernels read them. */
  private static float[] interleaved(List<Matrix> channels) {
    int count = channels.size();
    float[] values = new float[count * channels.getFirst().values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = channels.get(i % count).values()[i / count];
    }
    return values;
  }

  private static SixKernels six(Plane picture, Workers workers) {
    Plane square = square(picture);
    List<FirstKernels> kernels = List.of(FirstKernels.values());
    int count = kernels.size();
    List<Matrix> weights = kernels.stream().map(k -> k.weights(SLIDE_KERNEL)).toList();
    ConvShape.Builder builder =
        ConvShape.builder()
            .input(SLIDE_SIDE, SLIDE_SIDE, 1)
            .outChannels(count)
            .kernel(SLIDE_KERNEL)
            .stride(SLIDE_STRIDE);
    String unpadded = builder.build().height().explain();
    ConvShape shape = builder.padding(SLIDE_PADDING).build();
    float[] y = Once.convolve(shape, square.values(), interleaved(weights), workers);
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      channels.add(
          new Channel(
              kernels.get(i).title(),
              new Plane(SLIDE_KERNEL, SLIDE_KERNEL, weights.get(i).values()),
              Plane.channel(y, shape.outHeight(), shape.outWidth(), count, i)));
    }
    return new SixKernels(square, channels, shape.height().explain(), unpadded);
  }

  /** The middle of a picture, made 224×224. */
  private static Plane square(Plane picture) {
    int side = Math.min(picture.height(), picture.width());
    int top = (picture.height() - side) / 2;
    int left = (picture.width() - side) / 2;
    float[] middle = new float[side * side];
    for (int row = 0; row < side; row++) {
      System.arraycopy(
          picture.values(), (top + row) * picture.width() + left, middle, row * side, side);
    }
    return new Plane(
        SLIDE_SIDE, SLIDE_SIDE, AreaResize.resize(middle, side, side, SLIDE_SIDE, SLIDE_SIDE));
  }
}
