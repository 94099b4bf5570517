package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.linalg.CsrMatrix;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostTest {

  private static final ConvShape SLIDE = Slide.shape(320, 280);

  @Test
  void theSlidesFigures() {
    Cost dense = Cost.of(Column.DENSE, SLIDE);
    assertThat(dense.storedFloats()).isEqualTo(8_003_072_000L);
    assertThat(dense.operations()).isEqualTo(16_006_054_680L);
    assertThat(dense.bytes()).isEqualTo(32_012_288_000L);
    assertThat(dense.indexBytes()).isZero();

    Cost sparse = Cost.of(Column.SPARSE, SLIDE);
    assertThat(sparse.storedFloats()).isEqualTo(178_640);
    assertThat(sparse.operations()).isEqualTo(267_960);

    Cost convolution = Cost.of(Column.CONVOLUTION, SLIDE);
    assertThat(convolution.storedFloats()).isEqualTo(2);
    assertThat(convolution.operations()).isEqualTo(267_960);
    assertThat(convolution.bytes()).isEqualTo(8);
    assertThat(convolution.bytesMoved()).isEqualTo(8 + 4 * (320 * 280 + 319 * 280));
  }

  /** The dense matrix at this size would take 16e9 counted operations; its formula is the same. */
  @ParameterizedTest
  @EnumSource(names = {"SPARSE", "CONVOLUTION"})
  void aCountedRunOfTheSlideExecutesWhatTheFormulaSays(Column column) {
    checkCounted(column, 320, 280);
  }

  @Property(tries = 100)
  void aCountedRunOfAnySizeExecutesWhatTheFormulasSay(
      @ForAll Column column,
      @ForAll @IntRange(min = 2, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int height) {
    checkCounted(column, width, height);
  }

  private static void checkCounted(Column column, int width, int height) {
    ConvShape shape = Slide.shape(width, height);
    float[] x = Pictures.of(width, height).plane(0);
    CountedRun run = new CountedRun(shape, Slide.weights());
    float[] y = run.run(column, x);

    for (int i = 0; i < y.length; i++) { // it counted the right computation
      int left = i / (width - 1) * width + i % (width - 1);
      assertThat(y[i]).isEqualTo(x[left + 1] - x[left]);
    }
    Cost cost = Cost.of(column, shape);
    assertThat(run.stored).isEqualTo(cost.storedFloats());
    assertThat(run.operations).isEqualTo(cost.operations());
  }

  @Test
  void theSparseMatrixTakesWhatTheFormulaSays() {
    CsrMatrix matrix = CsrMatrix.fromConvolution(SLIDE, Slide.weights());
    Cost cost = Cost.of(Column.SPARSE, SLIDE);
    assertThat(cost.storedFloats()).isEqualTo(matrix.storedFloats());
    assertThat(cost.operations()).isEqualTo(matrix.multipliesAndAdds());
    assertThat(cost.indexBytes()).isEqualTo(matrix.indexBytes());
    assertThat(cost.bytes()).isEqualTo(matrix.bytes());
  }
}
