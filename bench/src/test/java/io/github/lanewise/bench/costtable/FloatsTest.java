package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatsTest {

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    float[] values = {0, -0f, 1.5f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
    Floats.write(folder.resolve("f"), values);
    assertThat(Floats.read(folder.resolve("f"))).isEqualTo(values);
  }

  @Test
  void theLargestDifferenceOfAnySign() {
    assertThat(Floats.largestDifference(new float[] {1, 2, 3}, new float[] {1, 5, 1})).isEqualTo(3);
    assertThat(Floats.largestDifference(new float[] {1}, new float[] {1})).isZero();
  }

  @Test
  void nanIsADifference() {
    assertThat(Floats.largestDifference(new float[] {Float.NaN, 1}, new float[] {0, 1})).isNaN();
  }

  @Test
  void lengthsMustBeTheSame() {
    assertThatThrownBy(() -> Floats.largestDifference(new float[1], new float[2]))
        .hasMessageContaining("1 floats, the other 2");
  }
}
