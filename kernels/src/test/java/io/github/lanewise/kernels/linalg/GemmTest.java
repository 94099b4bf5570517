package io.github.lanewise.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Matrix products. */
class GemmTest {
  private static final Workers SERIAL = Workers.serial();

  @Property(tries = 200)
  void productsEqualTheReference(
      @ForAll @IntRange(min = 1, max = 60) int m,
      @ForAll @IntRange(min = 1, max = 70) int k,
      @ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @IntRange(max = 999) int seed) {
    check(m, k, n, seed);
  }

  @Example
  void productsOfSeveralBlocksEqualTheReference() {
    check(100, 700, 100, 1); // two blocks of rows
    check(530, 9, 33, 2); // blocks of rows when B is packed on the way
    check(3, 600, 1500, 3); // groups of panels
  }

  private static void check(int m, int k, int n, int seed) {
    float[] a = Values.integers(seed, m * k);
    float[] b = Values.integers(seed + 1, k * n);
    float[] expected = new float[m * n];
    ReferenceLinalg.product(0, m, k, n, a, b, Epilogue.NONE, false, expected);
    Gemm gemm = Gemm.of(m, k, n);
    PackedMatrix packed = PackedMatrix.of(k, n, b);

    float[] c = filled(m * n);
    gemm.multiply(a, packed, c, SERIAL);
    assertThat(c).isEqualTo(expected);
    float[] turned = new float[n * k];
    MatrixTransposition.of(k, n).run(b, turned, SERIAL);
    Arrays.fill(c, Float.NaN);
    gemm.multiply(a, PackedMatrix.ofTransposed(k, n, turned, SERIAL), c, SERIAL);
    assertThat(c).isEqualTo(expected);
    Arrays.fill(c, Float.NaN);
    gemm.multiply(a, b, c, SERIAL);
    assertThat(c).isEqualTo(expected);

    float[] start = Values.integers(seed + 2, m * n);
    float[] sum = start.clone();
    ReferenceLinalg.product(0, m, k, n, a, b, Epilogue.NONE, true, sum);
    c = start.clone();
    gemm.multiplyAccumulate(a, packed, c, SERIAL);
    assertThat(c).isEqualTo(sum);
    c = start.clone();
    gemm.multiplyAccumulate(a, b, c, SERIAL);
    assertThat(c).isEqualTo(sum);
  }

  @Example
  void oneRowIsThatOfAProductOfMoreToTheBit() {
    int k = 37;
    for (int n : new int[] {40, 120, 128, 300}) {
      float[] a = Values.gaussian(1, 2 * k);
      PackedMatrix b = PackedMatrix.of(k, n, Values.gaussian(2, k * n));
      float[] residual = Values.gaussian(3, 2 * n);
      Epilogue two = Epilogue.NONE.withBias(Values.gaussian(4, n)).withRelu();
      Epilogue one = two.withResidual(Arrays.copyOf(residual, n));
      float[] c = filled(2 * n);
      float[] row = filled(n);
      for (boolean added : new boolean[] {false, true}) {
        Gemm.of(2, k, n).multiply(a, b, added ? two.withResidual(residual) : two, c, SERIAL);
        Gemm.of(1, k, n).multiply(Arrays.copyOf(a, k), b, added ? one : two, row, SERIAL);
        assertThat(row).isEqualTo(Arrays.copyOf(c, n));
      }
    }
  }

  @Example
  void rowsOfAnyStripAreThoseOfOneRowToTheBit() {
    int m = 331;
    int k = 9000;
    int n = 200;
    float[] a = Values.gaussian(1, m * k);
    PackedMatrix b = PackedMatrix.of(k, n, Values.gaussian(2, k * n));
    float[] c = filled(m * n);
    float[] row = filled(n);
    Gemm.of(m, k, n).multiply(a, b, c, SERIAL);
    for (int i = 0; i < m; i += 11) {
      Gemm.of(1, k, n).multiply(Arrays.copyOfRange(a, i * k, (i + 1) * k), b, row, SERIAL);
      assertThat(row).isEqualTo(Arrays.copyOfRange(c, i * n, (i + 1) * n));
    }
  }

  @Property(tries = 100)
  void theEpilogueIsAppliedAsInTheReference(
      @ForAll @IntRange(min = 1, max = 30) int m,
      @ForAll @IntRange(min = 1, max = 30) int k,
      @ForAll @IntRange(min = 1, max = 70) int n,
      @ForAll boolean bias,
      @ForAll boolean residual,
      @ForAll boolean relu,
      @ForAll @IntRange(max = 999) int seed) {
    Epilogue epilogue =
        Epilogue.NONE
            .withBias(bias ? Values.integers(seed + 2, n) : null)
            .withResidual(residual ? Values.integers(seed + 3, m * n) : null);
    epilogue = relu ? epilogue.withRelu() : epilogue;
    float[] a = Values.integers(seed, m * k);
    float[] b = Values.integers(seed + 1, k * n);
    float[] expected = new float[m * n];
    ReferenceLinalg.product(0, m, k, n, a, b, epilogue, false, expected);
    float[] c = filled(m * n);
    Gemm.of(m, k, n).multiply(a, PackedMatrix.of(k, n, b), epilogue, c, SERIAL);
    assertThat(c).isEqualTo(expected);
    float[] packing = filled(m * n);
    Gemm.of(m, k, n).multiply(a, b, epilogue, packing, SERIAL);
    assertThat(packing).as("packed on the way").isEqualTo(expected);
  }

  @Example
  void theReferenceComputesByHand() {
    float[] c = {100, 200, 300, 400};
    float[] a = {1, 2, 3, 4, 5, 6};
    float[] b = {1, 2, 10, 20, -100, 200};
    ReferenceLinalg.product(0, 2, 3, 2, a, b, Epilogue.NONE, true, c);
    assertThat(c).containsExactly(-179, 842, -246, 1708);
    Epilogue epilogue = Epilogue.NONE.withBias(new float[] {1, 2}).withRelu();
    ReferenceLinalg.product(0, 2, 3, 2, a, b, epilogue, false, c);
    assertThat(c).containsExactly(0, 644, 0, 1310);
  }

  @Example
  void anotherMatrixCanBePackedInPlace() {
    PackedMatrix packed = PackedMatrix.of(2, 3, new float[] {1, 2, 3, 4, 5, 6});
    packed.pack(new float[] {1, 0, 0, 0, 1, 0});
    float[] c = new float[3];
    Gemm.of(1, 2, 3).multiply(new float[] {7, 8}, packed, c, SERIAL);
    assertThat(c).containsExactly(7, 8, 0);
    assertThat(packed.rows()).isEqualTo(2);
    assertThat(packed.columns()).isEqualTo(3);
    assertThat(packed.bytes()).isGreaterThanOrEqualTo(4 * 2 * 3);
  }

  @Example
  void notANumberAndInfinityPassThroughTheirRowAlone() {
    int k = 5;
    int n = 3;
    float[] a = Values.integers(1, 12 * k);
    float[] b = new float[k * n];
    Arrays.fill(b, 1);
    a[4 * k] = Float.NaN;
    a[7 * k + 2] = Float.POSITIVE_INFINITY;
    float[] c = new float[12 * n];
    Gemm.of(12, k, n).multiply(a, PackedMatrix.of(k, n, b), c, SERIAL);
    for (int i = 0; i < c.length; i++) {
      if (i / n == 4) {
        assertThat(c[i]).isNaN();
      } else if (i / n == 7) {
        assertThat(c[i]).isInfinite();
      } else {
        assertThat(c[i]).isFinite();
      }
    }
  }

  @Example
  void everyElementIsSummedInOrderWhateverTheSize() {
    int k = 301;
    int n = 45;
    float[] a = Values.gaussian(1, 67 * k);
    float[] b = Values.gaussian(2, k * n);
    PackedMatrix packed = PackedMatrix.of(k, n, b);
    float[] all = new float[67 * n];
    Gemm.of(67, k, n).multiply(a, packed, all, SERIAL);
    float[] packing = new float[67 * n];
    Gemm.of(67, k, n).multiply(a, b, packing, SERIAL);
    assertThat(packing).isEqualTo(all);
    float[] few = new float[5 * n];
    Gemm.of(5, k, n).multiply(Arrays.copyOf(a, 5 * k), packed, few, SERIAL);
    assertThat(few).isEqualTo(Arrays.copyOf(all, 5 * n));
  }

  @Example
  void theNumberOfThreadsLeavesTheBitsAlone() {
    int m = 150;
    int k = 517;
    int n = 99;
    float[] a = Values.gaussian(1, m * k);
    float[] b = Values.gaussian(2, k * n);
    float[] start = Values.gaussian(3, m * n);
    Gemm gemm = Gemm.of(m, k, n);
    PackedMatrix packed = PackedMatrix.of(k, n, b);
    Threads.sameBits(
        workers -> {
          float[] c = start.clone();
          gemm.multiply(a, packed, c, workers);
          gemm.multiplyAccumulate(a, packed, c, workers);
          gemm.multiplyAccumulate(a, b, c, workers);
          return c;
        });
  }

  @Example
  void callsAllocateNothing() {
    int m = 30;
    int k = 40;
    int n = 50;
    float[] a = Values.gaussian(1, m * k);
    float[] b = Values.gaussian(2, k * n);
    float[] c = new float[m * n];
    Gemm gemm = Gemm.of(m, k, n);
    PackedMatrix packed = PackedMatrix.of(k, n, b);
    Allocation.none("packed", () -> gemm.multiply(a, packed, c, SERIAL));
    Allocation.none("packing", () -> gemm.multiply(a, b, c, SERIAL));
    Allocation.none("accumulate", () -> gemm.multiplyAccumulate(a, packed, c, SERIAL));
  }

  @Example
  void wrongSizesAreNamed() {
    Gemm gemm = Gemm.of(2, 3, 4);
    assertThat(gemm.multiplyAdds()).isEqualTo(24);
    PackedMatrix b = PackedMatrix.of(3, 4, new float[12]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gemm.of(2, 0, 4))
        .withMessage("k is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gemm.of(50_000, 1, 50_000))
        .withMessageStartingWith("C would have 50000·50000 elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gemm.multiply(new float[5], b, new float[8], SERIAL))
        .withMessage("a has 5 floats, expected 6 [m][k]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gemm.multiply(new float[6], b, new float[9], SERIAL))
        .withMessage("c has 9 floats, expected 8 [m][n]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gemm.multiply(new float[6], new float[11], new float[8], SERIAL))
        .withMessage("b has 11 floats, expected 12 [k][n]");
    PackedMatrix other = PackedMatrix.of(4, 3, new float[12]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gemm.multiply(new float[6], other, new float[8], SERIAL))
        .withMessage("b is packed for 4×3, expected 3×4");
    Epilogue bias = Epilogue.NONE.withBias(new float[3]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gemm.multiply(new float[6], b, bias, new float[8], SERIAL))
        .withMessage("bias has 3 floats, expected 4 [n]");
    Epilogue residual = Epilogue.NONE.withResidual(new float[3]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gemm.multiply(new float[6], b, residual, new float[8], SERIAL))
        .withMessage("residual has 3 floats, expected 8 [m][n]");
    Gemm square = Gemm.of(2, 2, 2);
    float[] four = new float[4];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> square.multiply(four, new float[4], four, SERIAL))
        .withMessageContaining("c is the same array as a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> square.multiply(new float[4], four, four, SERIAL))
        .withMessageContaining("c is the same array as b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PackedMatrix.of(2, 2, new float[3]))
        .withMessage("matrix has 3 floats, expected 4 [rows][columns]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PackedMatrix.of(2, 0, new float[3]))
        .withMessage("columns is 0, expected at least 1");
  }

  private static float[] filled(int length) {
    float[] c = new float[length];
    Arrays.fill(c, Float.NaN);
    return c;
  }
}
