package io.github.lanewise.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Dense matrix times vector, along rows and along columns. */
class DenseMatrixTest {
  private static final Workers SERIAL = Workers.serial();

  @Property(tries = 200)
  void rowsEqualTheReference(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 300) int columns,
      @ForAll @IntRange(max = 999) int seed) {
    float[] a = Values.integers(seed, rows * columns);
    float[] x = Values.integers(seed + 1, columns);
    float[] expected = new float[rows];
    ReferenceLinalg.denseRows(0, rows, columns, a, x, expected);
    float[] y = filled(rows);
    DenseMatrix.of(rows, columns, a).multiply(x, y, SERIAL);
    assertThat(y).isEqualTo(expected);
  }

  @Property(tries = 200)
  void columnsEqualTheReference(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 700) int columns,
      @ForAll @IntRange(max = 999) int seed) {
    float[] a = Values.integers(seed, rows * columns);
    float[] x = Values.integers(seed + 1, rows);
    float[] expected = new float[columns];
    ReferenceLinalg.denseColumns(0, columns, rows, columns, a, x, expected);
    float[] y = filled(columns);
    DenseMatrix.of(rows, columns, a).multiplyTransposed(x, y, SERIAL);
    assertThat(y).isEqualTo(expected);
  }

  @Example
  void theReferenceComputesByHand() {
    float[] a = {1, 2, 3, 4, 5, 6};
    float[] rows = new float[2];
    ReferenceLinalg.denseRows(0, 2, 3, a, new float[] {1, 10, 100}, rows);
    assertThat(rows).containsExactly(321, 654);
    float[] columns = new float[3];
    ReferenceLinalg.denseColumns(0, 3, 2, 3, a, new float[] {1, 10}, columns);
    assertThat(columns).containsExactly(41, 52, 63);
  }

  @Example
  void someRowsLeaveTheOthersAloneAndHaveTheSameBits() {
    int rows = 37;
    int columns = 129;
    DenseMatrix a = DenseMatrix.of(rows, columns, Values.gaussian(1, rows * columns));
    float[] x = Values.gaussian(2, columns);
    float[] whole = new float[rows];
    a.multiply(x, whole, SERIAL);
    float[] part = filled(rows);
    a.multiplyRows(3, 20, x, part, SERIAL);
    assertThat(Arrays.copyOfRange(part, 3, 20)).isEqualTo(Arrays.copyOfRange(whole, 3, 20));
    assertThat(Arrays.copyOf(part, 3)).containsOnly(Float.NaN);
    assertThat(Arrays.copyOfRange(part, 20, rows)).containsOnly(Float.NaN);
  }

  @Example
  void longSumsStayCloseToDoublePrecision() {
    int length = 5_000;
    float[] a = Values.gaussian(1, length);
    float[] x = Values.gaussian(2, length);
    float[] expected = new float[1];
    ReferenceLinalg.denseRows(0, 1, length, a, x, expected);
    float[] y = new float[1];
    DenseMatrix.of(1, length, a).multiply(x, y, SERIAL);
    assertThat(y[0]).isCloseTo(expected[0], within(3e-3f));
    DenseMatrix.of(length, 1, a).multiplyTransposed(x, y, SERIAL);
    assertThat(y[0]).isCloseTo(expected[0], within(3e-3f));
  }

  @Example
  void notANumberAndInfinityPassThrough() {
    float[] a = {1, 2, Float.NaN, 1, Float.POSITIVE_INFINITY, 1};
    float[] y = new float[3];
    DenseMatrix.of(3, 2, a).multiply(new float[] {1, 0}, y, SERIAL);
    assertThat(y).containsExactly(1, Float.NaN, Float.POSITIVE_INFINITY);
    float[] z = new float[2];
    DenseMatrix.of(3, 2, a).multiplyTransposed(new float[] {1, 0, 1}, z, SERIAL);
    assertThat(z).containsExactly(Float.NaN, 3);
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    int rows = 411;
    int columns = 777;
    DenseMatrix a = DenseMatrix.of(rows, columns, Values.gaussian(1, rows * columns));
    float[] x = Values.gaussian(2, columns);
    Threads.sameBits(
        workers -> {
          float[] y = new float[rows];
          a.multiply(x, y, workers);
          return y;
        });
    float[] z = Values.gaussian(3, rows);
    Threads.sameBits(
        workers -> {
          float[] y = new float[columns];
          a.multiplyTransposed(z, y, workers);
          return y;
        });
  }

  @Example
  void callsAllocateNothing() {
    int rows = 45;
    int columns = 333;
    DenseMatrix a = DenseMatrix.of(rows, columns, Values.gaussian(1, rows * columns));
    float[] x = Values.gaussian(2, columns);
    float[] y = new float[rows];
    Allocation.none("multiply", () -> a.multiply(x, y, SERIAL));
    Allocation.none("multiplyTransposed", () -> a.multiplyTransposed(y, x, SERIAL));
  }

  @Example
  void costsAreThoseOfTheLecture() {
    // The full matrix cannot be stored in one array, but its costs are those of its rows.
    DenseMatrix row = DenseMatrix.of(1, 320 * 280, new float[320 * 280]);
    assertThat(319 * 280 * row.multipliesAndAdds()).isEqualTo(16_006_054_680L);
    assertThat(319 * 280 * row.storedFloats()).isEqualTo(8_003_072_000L);
    assertThat(row.bytes()).isEqualTo(4 * 320 * 280);
  }

  @Example
  void aConvolutionOfTwoPixelsIsADifferenceOfNeighbours() {
    ConvShape shape = ConvShape.builder().input(2, 3, 1).outChannels(1).kernel(1, 2).build();
    DenseMatrix matrix = DenseMatrix.fromConvolution(shape, new float[] {-1, 1});
    assertThat(matrix.values())
        .containsExactly(
            -1, 1, 0, 0, 0, 0, //
            0, -1, 1, 0, 0, 0, //
            0, 0, 0, -1, 1, 0, //
            0, 0, 0, 0, -1, 1);
  }

  @Example
  void theLecturesMatrixIsTooLongForAnArray() {
    ConvShape shape = ConvShape.builder().input(280, 320, 1).outChannels(1).kernel(1, 2).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseMatrix.fromConvolution(shape, new float[] {-1, 1}))
        .withMessageContaining("89320·89600")
        .withMessageContaining("2147483647");
  }

  @Example
  void wrongSizesAreNamed() {
    DenseMatrix a = DenseMatrix.of(2, 3, new float[6]);
    float[] two = new float[2];
    float[] three = new float[3];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseMatrix.of(0, 3, new float[0]))
        .withMessage("rows is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseMatrix.of(2, 3, new float[5]))
        .withMessage("values has 5 floats, expected 6 [rows][columns]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DenseMatrix.of(50_000, 50_000, new float[5]))
        .withMessageContaining("50000·50000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.multiply(two, two, SERIAL))
        .withMessage("x has 2 floats, expected 3 [columns]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.multiply(three, three, SERIAL))
        .withMessage("y has 3 floats, expected 2 [rows]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.multiplyTransposed(three, three, SERIAL))
        .withMessage("x has 3 floats, expected 2 [rows]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.multiplyRows(1, 3, three, two, SERIAL))
        .withMessage("rows 1 to 3, expected a range within 0 to 2");
    DenseMatrix square = DenseMatrix.of(2, 2, new float[4]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> square.multiply(two, two, SERIAL))
        .withMessageContaining("same array");
  }

  private static float[] filled(int length) {
    float[] y = new float[length];
    Arrays.fill(y, Float.NaN);
    return y;
  }
}
