package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.picture.Picture;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledSizesTest {
  private static final long LARGEST = 512L << 20;

  @ParameterizedTest
  @CsvSource({"320,280", "200,200", "4000,3000", "20000,2"})
  void sizesGrowAndTheirMatricesFitMemory(int width, int height) {
    List<Picture> sizes = ScaledSizes.of(Pictures.of(width, height), LARGEST);
    long before = 0;
    for (Picture size : sizes) {
      long bytes = Cost.of(Column.DENSE, Slide.shape(size.width(), size.height())).bytes();
      assertThat(bytes).isGreaterThan(before).isLessThanOrEqualTo(LARGEST);
      before = bytes;
    }
    assertThat(before).isGreaterThan(LARGEST / 2);
    Picture first = sizes.getFirst();
    assertThat(Cost.of(Column.DENSE, Slide.shape(first.width(), first.height())).bytes())
        .isLessThan(LARGEST / 2);
  }
}
