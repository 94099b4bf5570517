package io.github.lanewise.bench.picture;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A filter on pictures: one convolution, or two that look across and down.
 *
 * <p>A kernel whose weights add up to 0 sees differences, of either sign: it runs on the grey
 * picture, and the result is how large they are (the length of the vector, where there are two
 * kernels). Any other kernel runs on each colour. Nothing is padded, so the result is smaller than
 * the picture by the kernel less 1, as on the lecture's slide.
 */
public final class Filter {
  private static final Kernel SOBEL = Kernel.parse("-1 0 1; -2 0 2; -1 0 1");

  private static final Map<String, Filter> NAMED = new LinkedHashMap<>();

  static {
    NAMED.put("sobel", new Filter(List.of(SOBEL, SOBEL.transposed())));
    NAMED.put("laplacian", new Filter(List.of(Kernel.parse("0 1 0; 1 -4 1; 0 1 0"))));
    NAMED.put(
        "blur",
        new Filter(
            List.of(
                Kernel.parse("1 4 6 4 1; 4 16 24 16 4; 6 24 36 24 6; 4 16 24 16 4; 1 4 6 4 1")
                    .normalised())));
    NAMED.put("sharpen", new Filter(List.of(Kernel.parse("0 -1 0; -1 5 -1; 0 -1 0"))));
  }

  private final List<Kernel> kernels;

  private Filter(List<Kernel> kernels) {
    this.kernels = kernels;
  }

  /**
   * Names of the filters that need no weights.
   *
   * @return sobel, laplacian, blur, sharpen
   */
  public static Set<String> names() {
    return NAMED.keySet();
  }

  /**
   * A filter by name or by its weights.
   *
   * @param kernel one of {@link #names}, or rows of numbers such as {@code "-1 1"} or {@code "0 1
   *     0; 1 -4 1; 0 1 0"}
   * @return the filter
   * @throws IllegalArgumentException if it is neither
   */
  public static Filter of(String kernel) {
    Filter named = NAMED.get(kernel);
    if (named != null) {
      return named;
    }
    try {
      return new Filter(List.of(Kernel.parse(kernel)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage() + "; or one of " + String.join(", ", NAMED.keySet()), e);
    }
  }

  /**
   * What the filter is made of.
   *
   * @return one kernel, or two of which the second looks down
   */
  public List<Kernel> kernels() {
    return kernels;
  }

  /**
   * Runs the filter.
   *
   * @param picture at least as large as the kernel
   * @param workers threads to compute on
   * @return a new picture, its values cut to 0 … 255
   * @throws IllegalArgumentException if the picture is smaller than the kernel
   */
  public Picture apply(Picture picture, Workers workers) {
    Kernel first = kernels.getFirst();
    if (picture.width() < first.width() || picture.height() < first.height()) {
      throw new IllegalArgumentException(
          String.format(
              "the picture has %d×%d pixels, expected at least %d×%d, the size of the kernel; take a"
                  + " larger picture or a smaller kernel",
              picture.width(), picture.height(), first.width(), first.height()));
    }
    if (kernels.stream().allMatch(Kernel::seesDifferences)) {
      return differences(picture.grey(), workers);
    }
    ConvShape shape = shape(first, picture);
    float[][] planes = new float[picture.channels()][];
    for (int channel = 0; channel < planes.length; channel++) {
      planes[channel] = convolve(first, picture.plane(channel), shape, workers);
      cut(planes[channel]);
    }
    return new Picture(shape.outWidth(), shape.outHeight(), planes);
  }

  private Picture differences(Picture grey, Workers workers) {
    ConvShape shape = shape(kernels.getFirst(), grey);
    float[] size = convolve(kernels.getFirst(), grey.plane(0), shape, workers);
    if (kernels.size() == 1) {
      for (int i = 0; i < size.length; i++) {
        size[i] = Math.abs(size[i]);
      }
    } else {
      float[] down = convolve(kernels.get(1), grey.plane(0), shape, workers);
      for (int i = 0; i < size.length; i++) {
        size[i] = (float) Math.sqrt(size[i] * size[i] + down[i] * down[i]);
      }
    }
    cut(size);
    return new Picture(shape.outWidth(), shape.outHeight(), size);
  }

  private static ConvShape shape(Kernel kernel, Picture picture) {
    return ConvShape.builder()
        .input(picture.height(), picture.width(), 1)
        .outChannels(1)
        .kernel(kernel.height(), kernel.width())
        .build();
  }

  private static float[] convolve(Kernel kernel, float[] plane, ConvShape shape, Workers workers) {
    Convolution convolution = Convolution.of(shape);
    float[] y = new float[shape.outputLength()];
    convolution.forward(plane, convolution.pack(kernel.weights()), Epilogue.NONE, y, workers);
    return y;
  }

  private static void cut(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.clamp(values[i], 0, 255);
    }
  }
}
