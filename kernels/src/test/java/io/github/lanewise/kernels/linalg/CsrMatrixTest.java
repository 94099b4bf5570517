package io.github.lanewise.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Sparse matrix times vector, and convolutions written as matrices. */
class CsrMatrixTest {
  private static final Workers SERIAL = Workers.serial();

  /** The lecture's edge detection: 320 by 280 pixels under a kernel 2 wide and 1 high. */
  private static final ConvShape LECTURE =
      ConvShape.builder().input(280, 320, 1).outChannels(1).kernel(1, 2).build();

  @Property(tries = 300)
  void everyMatrixEqualsItsDenseForm(
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll @IntRange(min = 1, max = 150) int columns,
      @ForAll @IntRange(min = 0, max = 100) int percentStored,
      @ForAll @IntRange(max = 999) int seed) {
    float[] dense = Values.integers(seed, rows * columns);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < dense.length; i++) {
      dense[i] = random.nextInt(100) < percentStored ? dense[i] : 0;
    }
    CsrMatrix sparse = CsrMatrix.fromDense(rows, columns, dense);
    float[] x = Values.integers(seed + 1, columns);
    float[] expected = new float[rows];
    ReferenceLinalg.denseRows(0, rows, columns, dense, x, expected);
    assertThat(multiply(sparse, x)).isEqualTo(expected);
    assertThat(sparse.toDense()).isEqualTo(dense);
    // What fromDense gives passes the checks of the caller's own arrays.
    CsrMatrix.of(rows, columns, sparse.rowPointers(), sparse.columnIndices(), sparse.values());
  }

  @Property(tries = 100)
  void rowsOfTwoEntriesEqualTheReference(
      @ForAll @IntRange(min = 1, max = 100) int rows,
      @ForAll @IntRange(min = 2, max = 100) int columns,
      @ForAll @IntRange(max = 20) int oddRows,
      @ForAll @IntRange(max = 999) int seed) {
    CsrMatrix pairs = pairs(rows, columns, oddRows, seed);
    float[] x = Values.integers(seed + 1, columns);
    float[] expected = new float[rows];
    ReferenceLinalg.sparseRows(
        0, rows, pairs.rowPointers(), pairs.columnIndices(), pairs.values(), x, expected);
    assertThat(multiply(pairs, x)).isEqualTo(expected);
  }

  /** Two entries in every row, at random columns, but for some rows with one or none. */
  private static CsrMatrix pairs(int rows, int columns, int oddRows, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] dense = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      int first = random.nextInt(columns - 1);
      int second = random.nextInt(first + 1, columns);
      dense[row * columns + first] = random.nextInt(1, 9);
      dense[row * columns + second] = -random.nextInt(1, 9);
    }
    for (int i = 0; i < oddRows; i++) {
      dense[random.nextInt(dense.length)] = 0;
    }
    return CsrMatrix.fromDense(rows, columns, dense);
  }

  @Example
  void theReferenceComputesByHand() {
    float[] y = new float[3];
    ReferenceLinalg.sparseRows(
        0,
        3,
        new int[] {0, 2, 2, 3},
        new int[] {0, 2, 1},
        new float[] {5, 6, 7},
        new float[] {1, 10, 100},
        y);
    assertThat(y).containsExactly(605, 0, 70);
  }

  @Property(tries = 100)
  void aConvolutionEqualsItsSparseAndDenseMatrix(
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 1, max = 2) int dilation,
      @ForAll @IntRange(max = 4) int padding,
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll @IntRange(min = 1, max = 5) int in,
      @ForAll @IntRange(min = 1, max = 5) int out,
      @ForAll @IntRange(max = 999) int seed) {
    ConvShape shape =
        ConvShape.builder()
            .input(6, 7, in * groups)
            .outChannels(out * groups)
            .groups(groups)
            .kernel(kernel, 4 - kernel)
            .stride(stride, 4 - stride)
            .dilation(dilation)
            .padding(padding, 4 - padding, padding / 2, 1)
            .build();
    float[] weights = Values.integers(seed, shape.weightCount());
    float[] x = Values.integers(seed + 1, shape.inputLength());
    float[] expected = new float[shape.outputLength()];
    Convolution convolution = Convolution.of(shape, ConvAlgorithm.REFERENCE);
    convolution.forward(x, convolution.pack(weights), expected);
    CsrMatrix sparse = CsrMatrix.fromConvolution(shape, weights);
    assertThat(multiply(sparse, x)).isEqualTo(expected);
    DenseMatrix dense = DenseMatrix.fromConvolution(shape, weights);
    assertThat(multiply(dense, x)).isEqualTo(expected);
  }

  @Example
  void costsAreThoseOfTheLecture() {
    CsrMatrix matrix = CsrMatrix.fromConvolution(LECTURE, new float[] {-1, 1});
    assertThat(matrix.storedFloats()).isEqualTo(178_640);
    assertThat(matrix.multipliesAndAdds()).isEqualTo(267_960);
    assertThat(matrix.indexBytes()).isEqualTo(4 * (89_321 + 178_640));
    assertThat(matrix.bytes()).isEqualTo(4 * (89_321 + 178_640 + 178_640));
    float[] x = Values.integers(1, LECTURE.inputLength());
    float[] y = multiply(matrix, x);
    for (int i = 0; i < y.length; i++) {
      int pixel = i / 319 * 320 + i % 319;
      assertThat(y[i]).isEqualTo(x[pixel + 1] - x[pixel]);
    }
  }

  @Example
  void aWeightOfZeroIsStored() {
    CsrMatrix matrix = CsrMatrix.fromConvolution(LECTURE, new float[] {0, 1});
    assertThat(matrix.storedFloats()).isEqualTo(178_640);
  }

  @Example
  void tapsOnPaddingAreNotStored() {
    ConvShape shape =
        ConvShape.builder().input(3, 3, 1).outChannels(1).kernel(3).padding(1).build();
    CsrMatrix matrix = CsrMatrix.fromConvolution(shape, Values.integers(1, 9));
    assertThat(matrix.rowPointers()).containsExactly(0, 4, 10, 14, 20, 29, 35, 39, 45, 49);
  }

  @Example
  void notANumberIsStoredAndPassesThrough() {
    CsrMatrix matrix = CsrMatrix.fromDense(2, 2, new float[] {Float.NaN, 0, 0, 1});
    assertThat(matrix.storedFloats()).isEqualTo(2);
    assertThat(multiply(matrix, new float[] {0, Float.NEGATIVE_INFINITY}))
        .containsExactly(Float.NaN, Float.NEGATIVE_INFINITY);
  }

  @Example
  void someRowsHaveTheSameBits() {
    CsrMatrix matrix = CsrMatrix.fromConvolution(LECTURE, Values.gaussian(1, 2));
    float[] x = Values.gaussian(2, matrix.columns());
    float[] part = new float[matrix.rows()];
    matrix.multiplyRows(0, 5, x, part, SERIAL);
    matrix.multiplyRows(5, 44_444, x, part, SERIAL);
    matrix.multiplyRows(44_444, matrix.rows(), x, part, SERIAL);
    assertThat(part).isEqualTo(multiply(matrix, x));
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    CsrMatrix matrix = CsrMatrix.fromConvolution(LECTURE, Values.gaussian(1, 2));
    float[] x = Values.gaussian(2, matrix.columns());
    Threads.sameBits(
        workers -> {
          float[] y = new float[matrix.rows()];
          matrix.multiply(x, y, workers);
          return y;
        });
  }

  @Example
  void callsAllocateNothing() {
    CsrMatrix pairs = pairs(500, 300, 100, 1);
    float[] x = Values.gaussian(2, 300);
    float[] y = new float[500];
    Allocation.none("multiply", () -> pairs.multiply(x, y, SERIAL));
    CsrMatrix full = CsrMatrix.fromDense(50, 300, Values.gaussian(3, 50 * 300));
    float[] z = new float[50];
    Allocation.none("multiply", () -> full.multiply(x, z, SERIAL));
  }

  @Example
  void arraysThatDoNotFitTogetherAreNamed() {
    float[] two = new float[2];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.of(1, 3, new int[] {0}, new int[] {0, 1}, two))
        .withMessage("rowPointers has 1 ints, expected 2 [rows + 1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.of(1, 3, new int[] {0, 2}, new int[] {0}, two))
        .withMessageContaining("values has 2 floats, expected 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.of(1, 3, new int[] {0, 1}, new int[] {0, 1}, two))
        .withMessage("rowPointers go from 0 to 1, expected from 0 to the 2 entries");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.of(2, 3, new int[] {0, 3, 2}, new int[] {0, 1}, two))
        .withMessageContaining("row 0 goes from entry 0 to 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.of(1, 3, new int[] {0, 2}, new int[] {1, 1}, two))
        .withMessage("row 0 has column 1 after 1, expected ascending columns below 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.of(1, 3, new int[] {0, 2}, new int[] {1, 3}, two))
        .withMessageContaining("row 0 has column 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.fromDense(2, 2, new float[3]))
        .withMessage("dense has 3 floats, expected 4 [rows][columns]");
  }

  @Example
  void convolutionsThatMakeNoMatrixAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.fromConvolution(LECTURE.withBatch(4), new float[2]))
        .withMessageContaining("the batch is 4, expected 1")
        .withMessageContaining("withBatch(1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.fromConvolution(LECTURE, new float[3]))
        .withMessageContaining("weights has 3 floats, expected 2");
    ConvShape large =
        ConvShape.builder().input(224, 224, 64).outChannels(128).kernel(3).padding(1).build();
    float[] weights = new float[large.weightCount()];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsrMatrix.fromConvolution(large, weights))
        .withMessageContaining("more than the 2147483647 entries");
  }

  private static float[] multiply(Matrix matrix, float[] x) {
    float[] y = new float[matrix.rows()];
    Arrays.fill(y, Float.NaN);
    matrix.multiply(x, y, SERIAL);
    return y;
  }
}
