package io.github.lanewise.nn.check;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user's own layer, right, and wrong in each of the passes. */
class GradientCheckTest {
  /** y = x³, with factors that a right layer has at 3. */
  record Cube(float backwardFactor, float tangentFactor) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public Passes bind(List<Shape> inputs, int batch) {
      return new Passes() {
        @Override
        public void forward(Frame frame) {
          for (int i = 0; i < frame.y().length; i++) {
            frame.y()[i] = frame.x()[i] * frame.x()[i] * frame.x()[i];
          }
        }

        @Override
        public void backward(Frame frame) {
          scale(backwardFactor, frame.x(), frame.dy(), frame.dx());
        }

        @Override
        public void tangent(Frame frame) {
          scale(tangentFactor, frame.x(), frame.tx(), frame.ty());
        }
      };
    }

    private static void scale(float factor, float[] x, float[] from, float[] to) {
      for (int i = 0; i < to.length; i++) {
        to[i] = factor * x[i] * x[i] * from[i];
      }
    }
  }

  private static void check(Layer layer) {
    GradientCheck.of(Network.builder(3, 4, 2).add(layer).build()).run();
  }

  @Test
  void aRightLayerPasses() {
    check(new Cube(3, 3));
  }

  @Test
  void aWrongBackwardPassIsFound() {
    assertThatThrownBy(() -> check(new Cube(2, 3)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("backward");
  }

  @Test
  void aWrongTangentPassIsFound() {
    assertThatThrownBy(() -> check(new Cube(3, 2))).isInstanceOf(AssertionError.class);
  }

  @Test
  void bothWrongAlikeAreFoundByDifferences() {
    assertThatThrownBy(() -> check(new Cube(2, 2))).isInstanceOf(AssertionError.class);
  }

  @Test
  void notANumberIsFound() {
    assertThatThrownBy(() -> check(new Cube(Float.NaN, Float.NaN)))
        .isInstanceOf(AssertionError.class);
  }
}
