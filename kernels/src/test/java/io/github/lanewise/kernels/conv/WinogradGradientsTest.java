package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Closeness;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Both gradients from one transform, on shapes that are quick to compute. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class WinogradGradientsTest {
  /** Relative to a sum of products of two integers of up to 4: what float32 transforms may lose. */
  private static final float TRANSFORM_ERROR = 1e-4f * 16;

  /**
   * A picture a group, with a rest of channels for the panels; several pictures a group and a rest
   * of them; tiles that reach beyond the picture; padding on one side.
   */
  private static final List<ConvShape> SHAPES =
      List.of(
          shape(8, window(18, 0, 0), window(22, 0, 0), 32, 48),
          shape(33, window(10, 0, 0), window(10, 0, 0), 32, 32),
          shape(33, window(9, 0, 0), window(10, 0, 0), 32, 32),
          shape(9, window(17, 1, 0), window(18, 0, 1), 48, 32));

  private static Window window(int size, int before, int after) {
    return new Window(size, 3, 1, 1, before, after);
  }

  private static ConvShape shape(int batch, Window height, Window width, int in, int out) {
    return new ConvShape(batch, height, width, in, out, 1);
  }

  /** What a call computes. */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  private record Gradients(float[] dx, float[] dWeights, float[] dBias) {
    static Gradients of(ConvShape shape, boolean bias) {
      Gradients gradients =
          new Gradients(
              new float[shape.inputLength()],
              new float[shape.weightCount()],
              bias ? new float[shape.outChannels()] : null);
      Arrays.fill(gradients.dx, Float.NaN);
      Arrays.fill(gradients.dWeights, Float.NaN);
      return gradients;
    }

    float[] all() {
      float[] all = Arrays.copyOf(dx, dx.length + dWeights.length + dBias.length);
      System.arraycopy(dWeights, 0, all, dx.length, dWeights.length);
      System.arraycopy(dBias, 0, all, dx.length + dWeights.length, dBias.length);
      return all;
    }
  }

  /** The same problem for all. */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  private record Problem(ConvolutionGradient gradient, float[] x, float[] dy, float[] weights) {
    static Problem integers(ConvShape shape) {
      return new Problem(
          ConvolutionGradient.of(shape),
          Values.integers(1, shape.inputLength()),
          Values.integers(2, shape.outputLength()),
          Values.integers(3, shape.weightCount()));
    }

    static Problem gaussian(ConvShape shape) {
      return new Problem(
          ConvolutionGradient.of(shape),
          Values.gaussian(1, shape.inputLength()),
          Values.gaussian(2, shape.outputLength()),
          Values.gaussian(3, shape.weightCount()));
    }

    Gradients solve(Epilogue epilogue, boolean bias, Workers workers) {
      Gradients found = Gradients.of(gradient.shape(), bias);
      gradient.backward(
          x, dy, gradient.pack(weights), epilogue, found.dx, found.dWeights, found.dBias, workers);
      return found;
    }
  }

  @Test
  void theyEqualTheReference() {
    for (ConvShape shape : SHAPES) {
      Problem problem = Problem.integers(shape);
      Problem naive =
          new Problem(ConvolutionGradient.reference(shape), problem.x, problem.dy, problem.weights);
      Epilogue epilogue =
          Epilogue.NONE
              .withBias(Values.integers(4, shape.inChannels()))
              .withResidual(Values.integers(5, shape.inputLength()))
              .withRelu();
      Gradients expected = naive.solve(epilogue, true, Workers.serial());
      Gradients found = problem.solve(epilogue, true, Workers.serial());
      float error = TRANSFORM_ERROR * 9 * shape.outChannels();
      Closeness.within(error, "dx of " + shape, found.dx, expected.dx);
      error = TRANSFORM_ERROR * shape.batch() * shape.outHeight() * shape.outWidth();
      Closeness.within(error, "dWeights of " + shape, found.dWeights, expected.dWeights);
      assertThat(found.dBias).as("dBias of %s", shape).isEqualTo(expected.dBias);
      Gradients withoutBias = problem.solve(Epilogue.NONE, false, Workers.serial());
      assertThat(withoutBias.dWeights).isEqualTo(found.dWeights);
    }
  }

  @Test
  void theNumberOfThreadsLeavesTheBitsAlone() {
    for (ConvShape shape : SHAPES) {
      Problem problem = Problem.gaussian(shape);
      Threads.sameBits(workers -> problem.solve(Epilogue.NONE, true, workers).all());
    }
  }

  @Test
  void callsAllocateNothing() {
    ConvShape shape = SHAPES.getLast();
    Problem problem = Problem.gaussian(shape);
    Gradients found = Gradients.of(shape, true);
    PackedWeights packed = problem.gradient.pack(problem.weights);
    Allocation.none(
        "both gradients",
        () ->
            problem.gradient.backward(
                problem.x,
                problem.dy,
                packed,
                Epilogue.NONE,
                found.dx,
                found.dWeights,
                found.dBias,
                Workers.serial()));
  }

  @Test
  void theyAreChosenWhereBothTransformTheSame() {
    for (ConvShape shape : SHAPES) {
      assertThat(together(shape)).as("%s", shape).isNotNull();
    }
    Window same = window(28, 1, 1);
    assertThat(together(shape(64, same, same, 64, 64)))
        .as("tiles of inputs, not of outputs")
        .isNull();
    Window plain = window(18, 0, 0);
    assertThat(together(shape(8, plain, plain, 8, 32)))
        .as("the weights' gradient summed directly")
        .isNull();
  }

  private static WinogradGradients together(ConvShape shape) {
    return WinogradGradients.of(InputGradient.of(shape, true), WeightGradient.of(shape));
  }
}
