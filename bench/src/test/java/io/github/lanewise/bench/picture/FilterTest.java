package io.github.lanewise.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.lanes.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

  private static final Workers ONE = Workers.serial();

  @Test
  void theLecturesKernelSeesVerticalEdgesOfEitherSign() {
    Picture edges =
        Filter.of("-1 1").apply(new Picture(4, 2, new float[] {9, 9, 5, 5, 0, 7, 7, 0}), ONE);
    assertThat(edges.width()).isEqualTo(3);
    assertThat(edges.height()).isEqualTo(2);
    assertThat(edges.plane(0)).containsExactly(0, 4, 0, 7, 0, 7);
  }

  @Test
  void sobelIsTheLengthOfTheGradient() {
    // 3 brighter to the right at each step, 4 at each step down: 8 times (3, 4) is 40 long.
    float[] slope = new float[9];
    for (int i = 0; i < 9; i++) {
      slope[i] = 3 * (i % 3) + 4 * (i / 3);
    }
    assertThat(Filter.of("sobel").apply(new Picture(3, 3, slope), ONE).plane(0))
        .containsExactly(40);
  }

  @ParameterizedTest
  @CsvSource({"sobel,0", "laplacian,0", "blur,77", "sharpen,77"})
  void aFlatPictureHasNoEdgesAndStaysFlat(String name, float expected) {
    float[] flat = new float[42];
    Arrays.fill(flat, 77);
    assertThat(Filter.of(name).apply(new Picture(7, 6, flat), ONE).plane(0)).containsOnly(expected);
  }

  @Test
  void coloursAreKeptByWhatKeepsBrightness() {
    Picture colour = new Picture(2, 1, new float[] {10, 20}, new float[] {30, 40}, new float[2]);
    Picture summed = Filter.of("1 1").apply(colour, ONE);
    assertThat(summed.channels()).isEqualTo(3);
    assertThat(summed.plane(0)).containsExactly(30);
    assertThat(summed.plane(1)).containsExactly(70);
    assertThat(Filter.of("-1 1").apply(colour, ONE).channels()).isEqualTo(1);
  }

  @Test
  void resultsAreCutToWhatAPictureCanShow() {
    Picture picture = new Picture(2, 1, new float[] {200, 200});
    assertThat(Filter.of("1 1").apply(picture, ONE).plane(0)).containsExactly(255);
    assertThat(Filter.of("-1 -1").apply(picture, ONE).plane(0)).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1 1", "-1,1", " -1   1 ;", "-1e0\t+1\n"})
  void rowsMayBeWrittenInManyWays(String kernel) {
    Picture picture = new Picture(2, 2, new float[] {1, 4, 2, 2});
    assertThat(Filter.of(kernel).apply(picture, ONE).plane(0)).containsExactly(3, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sobol | has 'sobol'",
        "1 2; 3 | row 2 of the kernel has 1 weights, expected 2",
        "1 x | has 'x'",
        "NaN 1 | has 'NaN'",
        "1e99 1 | has '1e99'",
        "; | is empty"
      })
  void whatIsNoKernelIsNamedWithWhatWouldBe(String kernel, String message) {
    assertThatThrownBy(() -> Filter.of(kernel))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("or one of sobel, laplacian, blur, sharpen");
  }

  @Test
  void aPictureSmallerThanTheKernelIsRefused() {
    assertThatThrownBy(() -> Filter.of("sobel").apply(new Picture(2, 9, new float[18]), ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2×9 pixels, expected at least 3×3");
  }
}
