package io.github.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AreaResizeTest {
  private static final float[] PICTURE = {1, 2, 3, 4, 5, 6};

  @Test
  void halvesAndDoublesByHand() {
    assertThat(AreaResize.resize(PICTURE, 2, 3, 1, 3)).containsExactly(2.5f, 3.5f, 4.5f);
    assertThat(AreaResize.resize(PICTURE, 2, 3, 2, 6))
        .containsExactly(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6);
    assertThat(AreaResize.resize(PICTURE, 2, 3, 2, 3)).containsExactly(PICTURE);
    // One and a half columns each: (1 + 2/2) / 1.5 and (2/2 + 3) / 1.5
    assertThat(AreaResize.resize(new float[] {1, 2, 3}, 1, 3, 1, 2))
        .containsExactly(new float[] {4 / 3f, 8 / 3f}, within(1e-6f));
  }

  @Test
  void theAverageBrightnessStays() {
    float[] picture = new float[17 * 23];
    double sum = 0;
    for (int i = 0; i < picture.length; i++) {
      picture[i] = i * 31 % 255;
      sum += picture[i];
    }
    double resized = 0;
    for (float value : AreaResize.resize(picture, 17, 23, 5, 8)) {
      resized += value;
    }
    assertThat(resized / 40).isCloseTo(sum / picture.length, within(1e-3));
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> AreaResize.resize(PICTURE, 2, 2, 1, 1))
        .hasMessage("from has 6 floats, expected 4 [height][width]");
    assertThatThrownBy(() -> AreaResize.resize(PICTURE, 2, 3, 0, 1))
        .hasMessage("newHeight is 0, expected at least 1");
  }
}
