package io.github.lanewise.bench.costtable;

import io.github.lanewise.kernels.conv.ConvShape;
import java.util.List;
import java.util.Locale;

/**
 * What the slide says: a picture of 320 by 280 pixels, a kernel 2 wide and 1 high that subtracts
 * neighbouring pixels (vertical edges), an output of 319 by 280, and what that costs. (Goodfellow,
 * Bengio, Courville: Deep Learning, section 9.2.)
 */
public final class Slide {
  /** Width of the slide's picture, pixels. */
  public static final int WIDTH = 320;

  /** Height of the slide's picture, pixels. */
  public static final int HEIGHT = 280;

  private Slide() {}

  /** The weights: each pixel from its right neighbour. */
  static float[] weights() {
    return new float[] {-1, 1};
  }

  /**
   * The slide's convolution on a picture of any size.
   *
   * @param width pixels, at least 2
   * @param height pixels, at least 1
   * @return the shape
   * @throws IllegalArgumentException if the picture is narrower than the kernel
   */
  static ConvShape shape(int width, int height) {
    if (width < 2) {
      throw new IllegalArgumentException(
          "the picture is "
              + width
              + " pixel wide, expected at least 2, the width of the kernel; take a wider picture");
    }
    return ConvShape.builder().input(height, width, 1).outChannels(1).kernel(1, 2).build();
  }

  /**
   * Holds the costs against the slide.
   *
   * @param table a cost table
   * @return one check for each figure of the slide; none if the picture is not the slide's
   */
  public static List<Check> checks(CostTable table) {
    if (table.width() != WIDTH || table.height() != HEIGHT) {
      return List.of();
    }
    Cost dense = table.result(Column.DENSE).cost();
    Cost sparse = table.result(Column.SPARSE).cost();
    Cost convolution = table.result(Column.CONVOLUTION).cost();
    return List.of(
        Check.over("stored floats, dense", dense.storedFloats(), 8_000_000_000L, "8e9"),
        Check.equal("stored floats, sparse", sparse.storedFloats(), 178_640),
        Check.equal("stored floats, convolution", convolution.storedFloats(), 2),
        Check.over("multiplies or adds, dense", dense.operations(), 16_000_000_000L, "16e9"),
        Check.equal("multiplies or adds, sparse", sparse.operations(), 267_960),
        Check.equal("multiplies or adds, convolution", convolution.operations(), 267_960));
  }

  /**
   * One figure held against the slide.
   *
   * @param what the figure
   * @param computed what the formula gives
   * @param slide what the slide says, such as {@code "> 8e9"}
   * @param agrees whether both say the same
   */
  public record Check(String what, long computed, String slide, boolean agrees) {
    /**
     * A figure that the slide gives a lower bound of.
     *
     * @param what the figure
     * @param computed what the formula gives
     * @param bound what it is over
     * @param written the bound as the slide writes it
     * @return the check
     */
    public static Check over(String what, long computed, long bound, String written) {
      return new Check(what, computed, "> " + written, computed > bound);
    }

    /**
     * A figure that the slide gives in full.
     *
     * @param what the figure
     * @param computed what the formula gives
     * @param expected what the slide says
     * @return the check
     */
    public static Check equal(String what, long computed, long expected) {
      return new Check(
          what, computed, String.format(Locale.ROOT, "= %,d", expected), computed == expected);
    }
  }
}
