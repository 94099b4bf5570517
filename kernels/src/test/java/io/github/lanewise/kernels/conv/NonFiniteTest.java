package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** NaN and infinities in a picture come out where, and only where, IEEE arithmetic brings them. */
class NonFiniteTest {
  private static final float[] STRANGE = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  @Property(tries = 100)
  void strangePixelsPassThrough(@ForAll(supplier = ConvProblems.class) ConvProblem problem) {
    float[] x = problem.x();
    SplittableRandom random = new SplittableRandom(problem.seed());
    for (float strange : STRANGE) {
      x[random.nextInt(x.length)] = strange;
    }
    float[] expected = problem.forward(ConvAlgorithm.REFERENCE, x);
    for (ConvAlgorithm algorithm : Agreement.algorithms(problem.shape())) {
      float[] actual = problem.forward(algorithm, x);
      if (Agreement.apart(algorithm)) {
        Agreement.bits(problem.shape(), algorithm.toString(), actual, expected);
      } else {
        assertNoneIsLost(problem, algorithm, actual, expected);
      }
    }
  }

  /**
   * A transform, or a kernel filled up with zeros, mixes the pixels of a tile, so it may spread
   * them, but must not hide them.
   */
  private static void assertNoneIsLost(
      ConvProblem problem, ConvAlgorithm algorithm, float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!Float.isFinite(expected[i])) {
        assertThat(actual[i])
            .as("%s at %d of %s", algorithm, i, problem)
            .satisfiesAnyOf(
                y -> assertThat(y).isNaN(),
                y -> assertThat(y).isInfinite(),
                // −∞ under a ReLU
                y -> assertThat(problem.relu() && y == 0).isTrue());
      }
    }
  }

  @Example
  void reluKeepsNaN() {
    ConvShape shape = ConvShape.builder().input(1, 40, 1).outChannels(1).kernel(1).build();
    float[] x = new float[40];
    x[1] = Float.NaN;
    x[2] = Float.NEGATIVE_INFINITY;
    x[3] = Float.POSITIVE_INFINITY;
    x[4] = -1;
    List<ConvAlgorithm> apart =
        Agreement.algorithms(shape).stream().filter(Agreement::apart).toList();
    for (ConvAlgorithm algorithm : apart) {
      Convolution conv = Convolution.of(shape, algorithm);
      float[] y = new float[40];
      conv.forward(x, conv.pack(new float[] {1}), Epilogue.NONE.withRelu(), y, Workers.serial());
      assertThat(y).as("%s", algorithm).startsWith(0, Float.NaN, 0, Float.POSITIVE_INFINITY, 0);
    }
  }
}
