package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Weight gradients from output gradients at few places. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class SparseWeightGradientTest {
  private static final Workers SERIAL = Workers.serial();

  /**
   * LeNet's two layers; one channel for each; kernels of one row and of one column; more kernel
   * rows than sums fit the registers; padding on one side; rows so short that vectors reach beyond
   * the picture, in more channels than a vector has.
   */
  private static final List<ConvShape> SHAPES =
      List.of(
          shape(9, window(28, 5, 2, 2), window(28, 5, 2, 2), 1, 6),
          shape(3, window(14, 5, 0, 0), window(14, 5, 0, 0), 6, 16),
          shape(1, window(8, 3, 1, 1), window(8, 3, 1, 1), 1, 1),
          shape(2, window(9, 1, 0, 0), window(12, 4, 0, 0), 1, 5),
          shape(2, window(12, 4, 0, 0), window(9, 1, 0, 0), 1, 3),
          shape(2, window(18, 13, 0, 0), window(9, 3, 1, 0), 1, 7),
          shape(17, window(5, 2, 0, 1), window(4, 2, 1, 0), 2, 33));

  private static Window window(int size, int kernel, int before, int after) {
    return new Window(size, kernel, 1, 1, before, after);
  }

  private static ConvShape shape(int batch, Window height, Window width, int in, int out) {
    return new ConvShape(batch, height, width, in, out, 1);
  }

  /** Gradients at random places, some of them nowhere and some two at one place. */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared as a whole
  private record Problem(
      ConvShape shape, int gradients, float[] x, float[] dy, int[] places, float[] dense) {
    static Problem of(ConvShape shape) {
      int channels = shape.outChannels();
      int pixels = shape.outHeight() * shape.outWidth();
      int perChannel = Math.max(1, pixels / 4);
      int gradients = perChannel * channels;
      float[] x = Values.integers(1, shape.inputLength());
      float[] dy = Values.integers(2, shape.batch() * gradients);
      int[] places = new int[dy.length];
      float[] dense = new float[shape.outputLength()];
      Random random = new Random(3);
      for (int i = 0; i < dy.length; i++) {
        int pixel = i / gradients * pixels + random.nextInt(pixels);
        places[i] = random.nextInt(4) == 0 ? -1 : pixel * channels + i % channels;
        if (places[i] >= 0) {
          dense[places[i]] += dy[i];
        }
      }
      return new Problem(shape, gradients, x, dy, places, dense);
    }

    /** Gradients of weights, then of the bias. */
    float[] sparse(Workers workers) {
      float[] dWeights = new float[shape.weightCount()];
      float[] dBias = new float[shape.outChannels()];
      SparseWeightGradient.of(shape, gradients).run(x, dy, places, dWeights, dBias, workers);
      return joined(dWeights, dBias);
    }

    float[] reference() {
      float[] dWeights = new float[shape.weightCount()];
      float[] dBias = new float[shape.outChannels()];
      ConvolutionGradient.reference(shape).backwardWeights(x, dense, dWeights, dBias, SERIAL);
      return joined(dWeights, dBias);
    }

    private static float[] joined(float[] a, float[] b) {
      float[] both = Arrays.copyOf(a, a.length + b.length);
      System.arraycopy(b, 0, both, a.length, b.length);
      return both;
    }
  }

  @Test
  void integersEqualTheReferenceExactly() {
    for (ConvShape shape : SHAPES) {
      Problem problem = Problem.of(shape);
      assertThat(problem.sparse(SERIAL)).as("%s", shape).isEqualTo(problem.reference());
    }
  }

  @Test
  void nothingOfACallIsLeftForTheNext() {
    Problem problem = Problem.of(SHAPES.get(1));
    SparseWeightGradient gradient = SparseWeightGradient.of(problem.shape, problem.gradients);
    float[] dWeights = new float[problem.shape.weightCount()];
    float[] dBias = new float[problem.shape.outChannels()];
    for (int call = 0; call < 2; call++) {
      gradient.run(problem.x, problem.dy, problem.places, dWeights, dBias, SERIAL);
      assertThat(Problem.joined(dWeights, dBias)).isEqualTo(problem.reference());
    }
    float[] alone = new float[dWeights.length];
    gradient.run(problem.x, problem.dy, problem.places, alone, null, SERIAL);
    assertThat(alone).as("without a bias").isEqualTo(dWeights);
  }

  @Test
  void theNumberOfThreadsLeavesTheBitsAlone() {
    ConvShape shape = SHAPES.getFirst();
    Problem integers = Problem.of(shape);
    Problem problem =
        new Problem(
            shape,
            integers.gradients,
            Values.gaussian(1, integers.x.length),
            Values.gaussian(2, integers.dy.length),
            integers.places,
            integers.dense);
    Threads.sameBits(problem::sparse);
  }

  @Test
  void itPaysWhereFewChannelsHaveFewGradients() {
    ConvShape first = SHAPES.getFirst();
    assertThat(SparseWeightGradient.pays(first, 14 * 14 * 6)).isTrue();
    assertThat(SparseWeightGradient.pays(first, 28 * 28 * 6)).as("none left out").isFalse();
    Window strided = new Window(28, 5, 2, 1, 2, 2);
    assertThat(SparseWeightGradient.pays(shape(9, strided, strided, 1, 6), 49 * 6)).isFalse();
    Window same = window(28, 3, 1, 1);
    assertThat(SparseWeightGradient.pays(shape(9, same, same, 11, 6), 196 * 6))
        .as("many channels")
        .isFalse();
    assertThat(SparseWeightGradient.pays(new ConvShape(9, same, same, 2, 6, 2), 196 * 6))
        .as("groups")
        .isFalse();
  }

  @Test
  void wrongArgumentsAreNamed() {
    Problem p = Problem.of(SHAPES.getFirst());
    SparseWeightGradient gradient = SparseWeightGradient.of(p.shape, p.gradients);
    float[] dWeights = new float[p.shape.weightCount()];
    rejects("x has", () -> gradient.run(new float[3], p.dy, p.places, dWeights, null, SERIAL));
    rejects("dy has", () -> gradient.run(p.x, new float[3], p.places, dWeights, null, SERIAL));
    rejects("places has", () -> gradient.run(p.x, p.dy, new int[3], dWeights, null, SERIAL));
    rejects("dWeights has", () -> gradient.run(p.x, p.dy, p.places, p.x, null, SERIAL));
    rejects("dBias has", () -> gradient.run(p.x, p.dy, p.places, dWeights, dWeights, SERIAL));
    rejects("do not pay", () -> SparseWeightGradient.of(p.shape, p.shape.outputLength()));
  }

  private static void rejects(String message, Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(message);
  }
}
