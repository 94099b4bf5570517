package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProductTest {

  @TempDir Path folder;

  @Property(tries = 50)
  void sparseAndConvolutionAreTheSame(
      @ForAll @IntRange(min = 2, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height)
      throws Exception {
    ConvShape shape = Slide.shape(width, height);
    assertThat(computed(Product.sparse(shape), width, height, 1))
        .isEqualTo(computed(Product.convolution(shape), width, height, 1));
  }

  /** The picture is large enough for several strips and several threads. */
  @ParameterizedTest
  @EnumSource
  void theDenseMatrixIsTheSameWhereverItLies(DenseStorage storage) throws Exception {
    ConvShape shape = Slide.shape(80, 70);
    float[] slid = computed(Product.convolution(shape), 80, 70, 1);
    try (RowCounter counter = RowCounter.in(folder.resolve("rows"))) {
      assertThat(computed(DenseProduct.of(shape, storage, folder, counter), 80, 70, 1))
          .isEqualTo(slid);
      assertThat(computed(DenseProduct.of(shape, storage, folder, counter), 80, 70, 3))
          .isEqualTo(slid);
      assertThat(counter.get())
          .isEqualTo(storage == DenseStorage.MEMORY ? 0 : 2L * shape.outputLength());
    }
  }

  @Test
  void aCounterIsSeenThroughItsFile() throws Exception {
    Path file = folder.resolve("rows");
    try (RowCounter one = RowCounter.in(file);
        RowCounter other = RowCounter.in(file)) {
      one.add(7);
      one.add(5);
      assertThat(other.get()).isEqualTo(12);
      other.reset();
      assertThat(one.get()).isZero();
    }
  }

  private static float[] computed(Product product, int width, int height, int threads)
      throws Exception {
    float[] y = new float[Slide.shape(width, height).outputLength()];
    Arrays.fill(y, Float.NaN);
    try (product;
        Workers workers = Workers.of(threads)) {
      product.compute(Pictures.of(width, height).plane(0), y, workers);
    }
    return y;
  }
}
