package io.github.lanewise.nn.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** As somebody with a layer of their own would use it, and with mistakes in that layer. */
class LayerTestsTest {
  /** y = factor · x, and derivatives that may be of another factor. */
  record Scale(float factor, float derivative, boolean byThreads) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public Passes bind(List<Shape> inputs, int batch) {
      return new Passes() {
        @Override
        public void forward(Frame frame) {
          float used = byThreads ? factor * frame.workers().threads() : factor;
          scale(used, frame.x(), frame.y());
        }

        @Override
        public void backward(Frame frame) {
          scale(derivative, frame.dy(), frame.dx());
        }

        @Override
        public void tangent(Frame frame) {
          scale(derivative, frame.tx(), frame.ty());
        }
      };
    }

    private static void scale(float factor, float[] from, float[] to) {
      for (int i = 0; i < to.length; i++) {
        to[i] = factor * from[i];
      }
    }
  }

  private static final Shape INPUT = new Shape(3, 4, 2);

  @TestFactory
  Stream<DynamicTest> aRightLayer() {
    return LayerTests.of(new Scale(3, 3, false), INPUT);
  }

  private static void failure(Layer layer, String name) {
    DynamicTest test =
        LayerTests.of(layer, INPUT).filter(t -> t.getDisplayName().equals(name)).findFirst().get();
    assertThatThrownBy(() -> test.getExecutable().execute()).isInstanceOf(AssertionError.class);
  }

  @Test
  void mistakesAreFound() {
    failure(new Scale(3, 2, false), "passes agree while it learns");
    failure(new Scale(3, 2, false), "passes agree when it is used");
    failure(new Scale(3, 3, true), "threads leave the bits alone");
  }
}
