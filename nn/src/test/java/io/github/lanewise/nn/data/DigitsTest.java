package io.github.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.nn.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DigitsTest {
  /** The numbers of UCI's description of the test set. */
  @Test
  void theDigitsAreThoseOfTheDescription() {
    Dataset all = Digits.all();
    assertThat(all.classSizes()).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    assertThat(all.label(0)).isZero();
    float[] x = new float[64];
    all.copy(0, x, 0);
    assertThat(x[2]).isEqualTo(0); // 5 in the file
    assertThat(x[3]).isCloseTo(8 / 6f, within(1e-6f)); // 13 in the file
    assertThat(Digits.train().size()).isEqualTo(1437);
    assertThat(Digits.test().size()).isEqualTo(360);
    assertThat(Digits.test().label(359)).isEqualTo(all.label(1796));
  }

  @Test
  void aShiftByWholePixelsMovesThePicture() {
    Shape shape = new Shape(3, 3, 2);
    float[] from = new float[18];
    for (int i = 0; i < 18; i++) {
      from[i] = i + 1;
    }
    float[] to = new float[2];
    Affine.sample(from, shape, 1, 2, -1, to, 0);
    assertThat(to).containsExactly(11, 12);
    Affine.sample(from, shape, 0.5, 0, -1, to, 0);
    assertThat(to).containsExactly(4, 5);
    Affine.sample(from, shape, -3, 0, -1, to, 0);
    assertThat(to).containsExactly(-1, -1);
  }

  @Test
  void noChangeIsNoChange() {
    float[] x = {9, 1, 2, 3, 4, 9};
    new Affine(0, 0, 0, -1).apply(x, 1, new Shape(2, 2, 1), new SplittableRandom(1));
    assertThat(x).containsExactly(9, 1, 2, 3, 4, 9);
  }

  @Test
  void aChangeStaysWithinItsPictureAndComesFromItsSeed() {
    Shape shape = new Shape(8, 8, 1);
    Dataset digits = Digits.all();
    float[] one = new float[66];
    float[] two = new float[66];
    digits.copy(0, one, 1);
    digits.copy(0, two, 1);
    float[] before = one.clone();
    Augmentation change = new Affine(1, 10, 0.1, -5 / 6f);
    change.apply(one, 1, shape, new SplittableRandom(3));
    change.apply(two, 1, shape, new SplittableRandom(3));
    assertThat(one).isEqualTo(two).isNotEqualTo(before);
    assertThat(one[0]).isZero();
    assertThat(one[65]).isZero();
    Augmentation twice = change.then(change);
    twice.apply(two, 1, shape, new SplittableRandom(4));
    assertThat(two).isNotEqualTo(one);
  }
}
