package io.github.lanewise.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlainProductTest {
  /** As weights lie in a file: bytes, from somewhere within, not to be written. */
  private static FloatBuffer inAFile(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length + 7).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(7).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  private static void check(int m, int k, int n, boolean transposed, int kind) {
    float[] a = Values.integers(1, m * k);
    float[] b = Values.integers(2, k * n);
    float[] bias = (kind & 1) == 0 ? null : Values.integers(3, n);
    float[] residual = (kind & 2) == 0 ? null : Values.integers(4, m * n);
    Epilogue sums = Epilogue.NONE.withBias(bias).withResidual(residual);
    Epilogue epilogue = (kind & 4) == 0 ? sums : sums.withRelu();
    float[] expected = new float[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = (bias == null ? 0 : bias[j]) + (residual == null ? 0 : residual[i * n + j]);
        for (int l = 0; l < k; l++) {
          sum += a[i * k + l] * b[transposed ? j * k + l : l * n + j];
        }
        expected[i * n + j] = (float) (epilogue.relu() ? Math.max(0, sum) : sum);
      }
    }
    FloatBuffer weights = inAFile(b);
    PlainProduct product = PlainProduct.of(m, k, n, transposed);
    Threads.sameBits(
        workers -> {
          float[] y = Values.gaussian(5, m * n);
          product.multiply(a, weights, epilogue, y, workers);
          assertThat(y).isEqualTo(expected);
          return y;
        });
    assertThat(weights.position()).isZero();
  }

  @Property(tries = 60)
  void agreesWithTheSum(
      @ForAll @IntRange(min = 1, max = 5) int m,
      @ForAll @IntRange(min = 1, max = 300) int k,
      @ForAll @IntRange(min = 1, max = 600) int n,
      @ForAll boolean transposed,
      @ForAll @IntRange(min = 0, max = 7) int kind) {
    check(m, k, n, transposed, kind);
  }

  @Example
  void agreesWhereBlocksEnd() {
    for (int k : new int[] {7, 8, 9, 255, 256, 257, 513}) {
      for (int n : new int[] {15, 16, 17, 511, 512, 513, 1025}) {
        check(1, k, n, false, 5);
        check(1, k, n, true, 5);
      }
    }
  }

  @Test
  void otherLengthsAreRefused() {
    PlainProduct product = PlainProduct.of(2, 3, 4, false);
    float[] a = new float[6];
    FloatBuffer b = FloatBuffer.allocate(12);
    float[] y = new float[8];
    Epilogue none = Epilogue.NONE;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> product.multiply(new float[5], b, none, y, Workers.serial()))
        .withMessageContaining("a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> product.multiply(a, FloatBuffer.allocate(11), none, y, Workers.serial()))
        .withMessageContaining("b has 11 floats, expected 12");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> product.multiply(a, b, none.withBias(new float[3]), y, Workers.serial()))
        .withMessageContaining("bias");
    assertThatIllegalArgumentException().isThrownBy(() -> PlainProduct.of(0, 1, 1, false));
  }
}
