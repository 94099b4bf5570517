package io.github.lanewise.onnx.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.shape.Window;
import org.junit.jupiter.api.Test;

class PlainPoolTest {
  @Test
  void whatIsNotANumberWinsWithPositionsAndWithout() {
    float[] x = {1, Float.NaN, 3, 4, 6, 5};
    Window row = Window.of(1, 1, 1, 0);
    Window column = Window.of(6, 3, 3, 0);
    PlainPool pool = new PlainPool(Pool.global(Pool.Kind.MAX, 1), row, column, 1, 2);
    float[] maxima = new float[2];
    float[] withPositions = new float[2];
    long[] positions = new long[2];

    pool.run(1, 1, x, maxima, null);
    pool.run(1, 1, x, withPositions, positions);

    assertThat(maxima).containsExactly(Float.NaN, 6);
    assertThat(withPositions).containsExactly(maxima);
    assertThat(positions).containsExactly(1, 4);
  }
}
