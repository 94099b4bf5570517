package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("once")
class Im2colTest {

  @Example
  void everyWindowOfGoodfellowsPictureIsARow() {
    ConvShape shape = ConvShape.builder().input(3, 4, 1).outChannels(1).kernel(2).build();
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertThat(Im2col.matrix(shape, 0, x))
        .containsExactly(
            1, 2, 5, 6, //
            2, 3, 6, 7, //
            3, 4, 7, 8, //
            5, 6, 9, 10, //
            6, 7, 10, 11, //
            7, 8, 11, 12);
  }

  @Example
  void paddingIsZero() {
    ConvShape shape =
        ConvShape.builder().input(1, 2, 1).outChannels(1).kernel(1, 3).padding(0, 0, 1, 1).build();
    assertThat(Im2col.matrix(shape, 0, new float[] {5, 6})).containsExactly(0, 5, 6, 5, 6, 0);
  }

  @Property(tries = 100)
  void theMatrixTimesTheWeightsIsTheConvolution(
      @ForAll(supplier = ConvProblems.class) ConvProblem any) {
    ConvProblem problem = ConvProblem.of(any.shape(), any.seed());
    ConvShape s = problem.shape();
    float[] weights = problem.weights();
    float[] y = new float[s.outputLength()];
    for (int group = 0; group < s.groups(); group++) {
      float[] matrix = Im2col.matrix(s, group, problem.x());
      for (int pixel = 0; pixel < matrix.length / s.depth(); pixel++) {
        for (int i = 0; i < s.groupOutChannels(); i++) {
          int out = group * s.groupOutChannels() + i;
          float sum = 0;
          for (int k = 0; k < s.depth(); k++) {
            sum += matrix[pixel * s.depth() + k] * weights[k * s.outChannels() + out];
          }
          y[pixel * s.outChannels() + out] = sum;
        }
      }
    }
    Agreement.bits(s, "the matrix product", y, problem.expected());
  }

  @Example
  void whatItRefuses() {
    ConvShape shape = ConvShape.builder().input(3, 3, 4).outChannels(4).kernel(2).groups(2).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Im2col.matrix(shape, 0, new float[35]))
        .withMessage("x has 35 floats, expected 36 [batch][inHeight][inWidth][inChannels]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Im2col.matrix(shape, 2, new float[36]))
        .withMessage("group is 2, expected 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Im2col.matrix(shape, -1, new float[36]))
        .withMessage("group is -1, expected 0 to 1");
    ConvShape big =
        ConvShape.builder().input(4096, 4096, 1).outChannels(1).kernel(13).padding(6).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Im2col.matrix(big, 0, new float[4096 * 4096]))
        .withMessageContaining("the im2col matrix would have 16777216·169 elements");
  }
}
