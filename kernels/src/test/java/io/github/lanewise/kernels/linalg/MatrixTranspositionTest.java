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
  @Property(tries = 80)
  void eachOfSeveralIsTurned(
      @ForAll @IntRange(min = 1, max = 3) int count,
      @ForAll @IntRange(min = 1, max = 20) int few,
      @ForAll @IntRange(min = 1, max = 9000) int many,
      @ForAll boolean wide) {
    int rows = wide ? few : many;
    int columns = wide ? many : few;
    float[] from = Values.integers(1, count * rows * columns);
    float[] to = new float[from.length];
    try (Workers workers = Workers.of(2)) {
      MatrixTransposition.of(count, rows, columns).run(from, to, workers);
    }
    float[] expected = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      int matrix = i / (rows * columns);
      int inMatrix = i % (rows * columns);
      expected[(matrix * columns + inMatrix % columns) * rows + inMatrix / columns] = from[i];
    }
    assertThat(to).isEqualTo(expected);
  }

  @Property(tries = 50)
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
    assertThatIllegalArgumentException().isThrownBy(() -> MatrixTransposition.of(0, 1, 1));
  }
}
