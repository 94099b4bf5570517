package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.picture.Picture;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledSizesTest {

  @ParameterizedTest
  @CsvSource({"320,280", "200,200", "4000,3000", "20000,2"})
  void sizesGrowAndTheirMatricesFitMemory(int width, int height) {
    List<Picture> sizes = ScaledSizes.of(Pictures.of(width, height));
    long before = 0;
    for (Picture size : sizes) {
      long bytes = Cost.of(Column.DENSE, Slide.shape(size.width(), size.height())).bytes();
      assertThat(bytes).isGreaterThan(before).isLessThanOrEqualTo(512L << 20);
      before = bytes;
    }
    assertThat(before).isGreaterThan(128L << 20);
  }
}
