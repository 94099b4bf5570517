package io.github.lanewise.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Values;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Matrices turned, and packed as they are turned. */
class MatrixTranspositionTest {
  @Property(tries = 100)
  void rowsBecomeColumns(
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll @IntRange(min = 1, max = 600) int columns) {
    float[] from = Values.integers(1, rows * columns);
    float[] to = new float[from.length];
    try (Workers workers = Workers.of(3)) {
      MatrixTransposition.of(rows, columns).run(from, to, workers);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          assertThat(to[j * rows + i]).isEqualTo(from[i * columns + j]);
        }
      }
      PackedMatrix packed = PackedMatrix.of(columns, rows, to);
      PackedMatrix turned = PackedMatrix.ofTransposed(columns, rows, from, workers);
      assertThat(turned.values()).isEqualTo(packed.values());
    }
  }

  @Example
  void wrongArraysAreRefused() {
    MatrixTransposition turn = MatrixTransposition.of(2, 3);
    float[] six = new float[6];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> turn.run(six, new float[5], Workers.serial()));
    assertThatIllegalArgumentException().isThrownBy(() -> turn.run(six, six, Workers.serial()));
    assertThatIllegalArgumentException().isThrownBy(() -> MatrixTransposition.of(0, 1));
  }
}
