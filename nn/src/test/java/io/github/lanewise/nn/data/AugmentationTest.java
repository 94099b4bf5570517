package io.github.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.nn.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentationTest {
  private static final Shape SHAPE = new Shape(3, 4, 2);

  /** The second of three pictures, changed. */
  private static float[] changed(Augmentation augmentation, long seed) {
    float[] x = numbers(3 * SHAPE.length());
    augmentation.apply(x, SHAPE.length(), SHAPE, new SplittableRandom(seed));
    float[] others = numbers(3 * SHAPE.length());
    assertThat(Arrays.copyOf(x, SHAPE.length())).isEqualTo(Arrays.copyOf(others, SHAPE.length()));
    assertThat(Arrays.copyOfRange(x, 2 * SHAPE.length(), x.length))
        .isEqualTo(Arrays.copyOfRange(others, 2 * SHAPE.length(), x.length));
    return Arrays.copyOfRange(x, SHAPE.length(), 2 * SHAPE.length());
  }

  private static float[] numbers(int count) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = i + 1;
    }
    return x;
  }

  static Stream<Augmentation> all() {
    return Stream.of(
        new Affine(1, 20, 0.2, -1), new Elastic(2, 1, -1), new Crop(2, -1), new Flip());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameSeedGivesTheSamePictureAndOthersDoNot(Augmentation augmentation) {
    assertThat(changed(augmentation, 1)).isEqualTo(changed(augmentation, 1));
    long different =
        Stream.iterate(0L, s -> s + 1)
            .limit(20)
            .map(s -> changed(augmentation, s))
            .map(Arrays::toString)
            .distinct()
            .count();
    assertThat(different).isGreaterThan(1);
  }

  @Test
  void aFlipExchangesColumnsAndKeepsChannels() {
    float[] straight = Arrays.copyOfRange(numbers(2 * SHAPE.length()), 24, 48);
    float[] flipped = straight.clone();
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        for (int c = 0; c < 2; c++) {
          flipped[(row * 4 + column) * 2 + c] = straight[(row * 4 + 3 - column) * 2 + c];
        }
      }
    }
    int straights = 0;
    for (int seed = 0; seed < 100; seed++) {
      float[] x = changed(new Flip(), seed);
      straights += Arrays.equals(x, straight) ? 1 : 0;
      assertThat(x).isIn(straight, flipped);
    }
    assertThat(straights).isBetween(30, 70);
  }

  /** Every pixel is the border or the one some whole pixels away, the same for all of them. */
  @Test
  void aCropMovesWholePixels() {
    for (int seed = 0; seed < 100; seed++) {
      float[] x = changed(new Crop(2, -1), seed);
      float[] from = Arrays.copyOfRange(numbers(2 * SHAPE.length()), 24, 48);
      int matches = 0;
      for (int down = -2; down <= 2; down++) {
        for (int right = -2; right <= 2; right++) {
          matches += Arrays.equals(x, moved(from, down, right)) ? 1 : 0;
        }
      }
      assertThat(matches).isEqualTo(1);
    }
    assertThat(changed(new Crop(0, -1), 1))
        .isEqualTo(Arrays.copyOfRange(numbers(2 * SHAPE.length()), 24, 48));
  }

  private static float[] moved(float[] from, int down, int right) {
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      int row = i / 8 + down;
      int column = i / 2 % 4 + right;
      boolean inside = row >= 0 && row < 3 && column >= 0 && column < 4;
      to[i] = inside ? from[(row * 4 + column) * 2 + i % 2] : -1;
    }
    return to;
  }

  @Test
  void anElasticChangeWithoutShiftChangesNothing() {
    assertThat(changed(new Elastic(2, 0, -1), 5))
        .isEqualTo(Arrays.copyOfRange(numbers(2 * SHAPE.length()), 24, 48));
    assertThatThrownBy(() -> new Elastic(0.5, 1, 0))
        .hasMessage("spacing is 0.5, expected at least 1");
    assertThatThrownBy(() -> new Crop(-1, 0)).hasMessage("border is -1, expected at least 0");
  }
}
