package io.github.lanewise.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PictureTest {

  @Test
  void greyIsTheBrightnessThatEyesSee() {
    Picture colour =
        new Picture(2, 1, new float[] {255, 100}, new float[] {0, 100}, new float[] {0, 100});
    float[] grey = colour.grey().plane(0);
    assertThat(grey[0]).isCloseTo(0.299f * 255, within(1e-4f));
    assertThat(grey[1]).isCloseTo(100, within(1e-4f));
    assertThat(colour.grey().grey()).isNotSameAs(colour);
  }

  @Test
  void tilesRepeatBeyondTheEdgesAndCutWithin() {
    Picture picture = new Picture(2, 2, new float[] {1, 2, 3, 4});
    assertThat(picture.tiledTo(3, 3).plane(0)).containsExactly(1, 2, 1, 3, 4, 3, 1, 2, 1);
    assertThat(picture.tiledTo(1, 2).plane(0)).containsExactly(1, 3);
  }

  @Test
  void wrongSizesAreNamed() {
    assertThatThrownBy(() -> new Picture(0, 1, new float[0])).hasMessageContaining("width is 0");
    assertThatThrownBy(() -> new Picture(2, 2, new float[3]))
        .hasMessageContaining("3 floats, expected 4");
    assertThatThrownBy(() -> new Picture(1, 1, new float[1], new float[1]))
        .hasMessageContaining("2 planes, expected 1 (grey) or 3 (colour)");
    assertThatThrownBy(() -> new Picture(1, 1, new float[1]).tiledTo(1 << 20, 1 << 20))
        .hasMessageContaining("2147483647");
  }
}
