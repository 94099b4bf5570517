package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The second row of the lecture's cost table, counted: the three ways to compute the edge picture
 * run with an arithmetic that counts each multiply and each add it executes.
 */
@Tag("once")
class CountedRunTest {

  /** The arithmetic: float32, and two counters. */
  private static final class Counting {
    private long multiplies;
    private long adds;

    float times(float a, float b) {
      multiplies++;
      return a * b;
    }

    float plus(float a, float b) {
      adds++;
      return a + b;
    }
  }

  private final Counting count = new Counting();

  @Test
  void convolutionOnTheLecturesPicture() {
    ConvProblem problem = ConvProblem.of(ConvShapeTest.LECTURE, 1);
    ConvShape s = problem.shape();
    float[] x = problem.x();
    float[] w = problem.weights();
    float[] y = new float[s.outputLength()];
    for (int oh = 0; oh < s.outHeight(); oh++) {
      for (int ow = 0; ow < s.outWidth(); ow++) {
        float sum = 0;
        for (int kh = 0; kh < s.kernelHeight(); kh++) {
          for (int kw = 0; kw < s.kernelWidth(); kw++) {
            float product =
                count.times(x[(oh + kh) * s.inWidth() + ow + kw], w[kh * s.kernelWidth() + kw]);
            sum = kh + kw == 0 ? product : count.plus(sum, product);
          }
        }
        y[oh * s.outWidth() + ow] = sum;
      }
    }
    Agreement.within(0, s, "the counted run", y, problem.expected());
    assertThat(count.multiplies).isEqualTo(178_640);
    assertThat(count.adds).isEqualTo(89_320);
    assertThat(count.multiplies + count.adds).isEqualTo(267_960).isEqualTo(s.multipliesAndAdds());
  }

  @Test
  void sparseMatrixOnTheLecturesPicture() {
    ConvProblem problem = ConvProblem.of(ConvShapeTest.LECTURE, 1);
    ConvShape s = problem.shape();
    float[] x = problem.x();
    int[] rowStarts = new int[s.outputLength() + 1];
    int[] columns = new int[s.outputLength() * s.depth()];
    float[] values = new float[columns.length];
    for (int row = 0; row < s.outputLength(); row++) {
      for (int kw = 0; kw < s.kernelWidth(); kw++) {
        int at = row * s.depth() + kw;
        columns[at] = column(s, row, kw);
        values[at] = problem.weights()[kw];
      }
      rowStarts[row + 1] = (row + 1) * s.depth();
    }
    float[] y = new float[s.outputLength()];
    for (int row = 0; row < y.length; row++) {
      float sum = count.times(values[rowStarts[row]], x[columns[rowStarts[row]]]);
      for (int at = rowStarts[row] + 1; at < rowStarts[row + 1]; at++) {
        sum = count.plus(sum, count.times(values[at], x[columns[at]]));
      }
      y[row] = sum;
    }
    Agreement.within(0, s, "the counted run", y, problem.expected());
    assertThat(values).as("stored floats").hasSize(178_640);
    assertThat(count.multiplies + count.adds).isEqualTo(267_960);
  }

  /**
   * The full matrix has 32 GB; a tenth of the picture in each direction follows the same formula.
   */
  @Test
  void denseMatrixOnATenthOfTheLecturesPicture() {
    ConvShape s = ConvShape.builder().input(28, 32, 1).outChannels(1).kernel(1, 2).build();
    ConvProblem problem = ConvProblem.of(s, 1);
    float[] x = problem.x();
    float[][] matrix = new float[s.outputLength()][s.inputLength()];
    for (int row = 0; row < matrix.length; row++) {
      for (int kw = 0; kw < s.kernelWidth(); kw++) {
        matrix[row][column(s, row, kw)] = problem.weights()[kw];
      }
    }
    float[] y = new float[s.outputLength()];
    for (int row = 0; row < y.length; row++) {
      float sum = count.times(matrix[row][0], x[0]);
      for (int column = 1; column < x.length; column++) {
        sum = count.plus(sum, count.times(matrix[row][column], x[column]));
      }
      y[row] = sum;
    }
    Agreement.within(0, s, "the counted run", y, problem.expected());
    assertThat(count.multiplies).isEqualTo(31L * 28 * 32 * 28);
    assertThat(count.multiplies + count.adds).isEqualTo(31L * 28 * (2 * 32 * 28 - 1));
  }

  /** The pixel under a tap of an output, both counted through the picture. */
  private static int column(ConvShape s, int output, int tap) {
    return output / s.outWidth() * s.inWidth() + output % s.outWidth() + tap;
  }
}
