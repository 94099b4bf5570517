package io.github.lanewise.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one-node models that the benchmarks of pooling, activations and dense layers need. */
class OnnxPeerTest {
  private static final float[] SIXTEEN = {
    1, 2, 3, 4, //
    5, 6, 7, 8, //
    9, 10, 11, 12, //
    13, 14, 15, 16
  };

  private static float[] run(OnnxOperator operator) {
    try (OnnxPeer peer = OnnxPeer.open(operator, 1)) {
      peer.run();
      peer.run();
      return peer.output();
    }
  }

  @Test
  void maxPool() {
    assertArrayEquals(
        new float[] {6, 8, 14, 16},
        run(
            new OnnxOperator(
                "MaxPool",
                Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}),
                List.of(OnnxOperand.input("x", SIXTEEN, 1, 1, 4, 4)))));
  }

  @Test
  void averagePoolWithPaddingNotCounted() {
    assertArrayEquals(
        new float[] {3.5f, 5, 9.5f, 11},
        run(
            new OnnxOperator(
                "AveragePool",
                Map.of(
                    "kernel_shape", new long[] {3, 3},
                    "strides", new long[] {2, 2},
                    "pads", new long[] {1, 1, 1, 1},
                    "count_include_pad", 0L),
                List.of(OnnxOperand.input("x", SIXTEEN, 1, 1, 4, 4)))),
        1e-6f);
  }

  @Test
  void reordersAreOutsideARunInTheBlockedFormatAndNotInItsResult() {
    float[] x = NaiveOracle.values(2 * 20 * 6 * 6, 1);
    OnnxOperator operator =
        new OnnxOperator(
            "MaxPool",
            Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}),
            List.of(OnnxOperand.input("x", x, 2, 20, 6, 6)));
    try (OnnxPeer peer = OnnxPeer.openBlocked(operator, 1)) {
      peer.run();
      assertArrayEquals(run(operator), peer.output());
    }
  }

  @Test
  void relu() {
    assertArrayEquals(
        new float[] {0, 0, 2},
        run(
            new OnnxOperator(
                "Relu", Map.of(), List.of(OnnxOperand.input("x", new float[] {-1, 0, 2}, 3)))));
  }

  @Test
  void softmaxOverTheLastAxis() {
    float e = (float) Math.E;
    assertArrayEquals(
        new float[] {0.5f, 0.5f, 1 / (1 + e), e / (1 + e)},
        run(
            new OnnxOperator(
                "Softmax",
                Map.of("axis", -1L),
                List.of(OnnxOperand.input("x", new float[] {3, 3, 0, 1}, 2, 2)))),
        1e-6f);
  }

  @Test
  void denseMatrixTimesVector() {
    assertArrayEquals(
        new float[] {1 * 1 + 2 * 10 + 3 * 100, 4 * 1 + 5 * 10 + 6 * 100},
        run(
            new OnnxOperator(
                "MatMul",
                Map.of(),
                List.of(
                    OnnxOperand.constant("a", new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                    OnnxOperand.input("x", new float[] {1, 10, 100}, 3)))));
  }

  @Test
  void attributesOfEveryKindReachTheModel() {
    assertArrayEquals(
        new float[] {-0.5f, 4},
        run(
            new OnnxOperator(
                "LeakyRelu",
                Map.of("alpha", 0.25f),
                List.of(OnnxOperand.input("x", new float[] {-2, 4}, 2)))));
    assertArrayEquals(
        new float[] {11, 12, 15, 16},
        run(
            new OnnxOperator(
                "MaxPool",
                Map.of("kernel_shape", new long[] {3, 3}, "auto_pad", "VALID"),
                List.of(OnnxOperand.input("x", SIXTEEN, 1, 1, 4, 4)))));
  }

  @Test
  void anUnknownOperatorIsNamed() {
    OnnxOperator operator =
        new OnnxOperator("Convolve", Map.of(), List.of(OnnxOperand.input("x", new float[1], 1)));
    String message =
        assertThrows(IllegalArgumentException.class, () -> OnnxPeer.open(operator, 1)).getMessage();
    assertTrue(message.contains("Convolve"), message);
  }

  @Test
  void aWrongLengthIsNamed() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> OnnxOperand.input("x", new float[5], 2, 3))
            .getMessage();
    assertEquals("x has 5 floats; the shape needs 6", message);
  }
}
