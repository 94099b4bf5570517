package io.github.lanewise.kernels.conv;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The bits of an output depend on its inputs alone, not on who computes which tile. */
class SameBitsTest {
  /** Several tiles for each algorithm, uneven ones among them. */
  private static final List<ConvShape> SHAPES =
      List.of(
          ConvShape.builder()
              .batch(3)
              .input(9, 11, 16)
              .outChannels(70)
              .kernel(3)
              .padding(1)
              .build(),
          ConvShape.builder().input(9, 40, 8).outChannels(194).kernel(5).build(),
          ConvShape.builder()
              .batch(2)
              .input(30, 30, 50)
              .outChannels(50)
              .kernel(3)
              .groups(50)
              .build(),
          // Two bands of an odd number of pixels by pairs of panels.
          ConvShape.builder().batch(2).input(13, 15, 16).outChannels(256).kernel(1).build(),
          // Pairs of rows, and one that is left over.
          ConvShape.builder()
              .input(11, 13, 200)
              .outChannels(200)
              .kernel(3)
              .padding(1)
              .groups(200)
              .build(),
          // Depthwise by slices of channels, several tiles of them.
          ConvShape.builder()
              .input(9, 8, 608)
              .outChannels(608)
              .kernel(3)
              .padding(1, 0, 0, 1)
              .groups(608)
              .build(),
          ConvShape.builder()
              .batch(3)
              .input(70, 130, 1)
              .outChannels(1)
              .kernel(5)
              .padding(3)
              .build());

  private static final List<Call> CALLS =
      Agreement.affordable(SHAPES).stream()
          .flatMap(shape -> Agreement.algorithms(shape).stream().map(a -> new Call(shape, a)))
          .toList();

  @Test
  void onAnyNumberOfThreads() {
    for (int threads : new int[] {2, 3, 7, 16}) {
      try (Workers workers = Workers.of(threads)) {
        everyAlgorithmGivesTheSerialBits(workers);
      }
    }
  }

  @Test
  void withinANetworkAsAlone() {
    // Weights that are read ahead: of 1×1 and, with borders alone, 3×3 taps, and transformed ones;
    // outputs that are: of depthwise layers.
    List<ConvShape> large =
        List.of(
            ConvShape.builder().input(5, 5, 256).outChannels(300).kernel(1).build(),
            ConvShape.builder()
                .input(2, 2, 96)
                .outChannels(96)
                .kernel(3)
                .stride(2)
                .padding(1)
                .build(),
            ConvShape.builder().input(6, 6, 64).outChannels(64).kernel(3).padding(1).build(),
            depthwise(33, 1),
            depthwise(63, 2));
    for (ConvShape shape : Agreement.affordable(large)) {
      float[] x = Values.integers(1, shape.inputLength());
      float[] weights = Values.integers(2, shape.weightCount());
      float[] alone = new float[shape.outputLength()];
      Convolution convolution = Convolution.of(shape);
      convolution.forward(x, convolution.pack(weights), alone);
      float[] within = new float[shape.outputLength()];
      Convolution inNetwork = Convolution.inNetwork(shape);
      inNetwork.forward(x, inNetwork.pack(weights), within);
      assertThat(within).isEqualTo(alone);
    }
  }

  private static ConvShape depthwise(int size, int stride) {
    return ConvShape.builder()
        .input(size, size, 200)
        .outChannels(200)
        .kernel(3)
        .stride(stride)
        .padding(1)
        .groups(200)
        .build();
  }

  @Test
  void onACallersExecutor() {
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      everyAlgorithmGivesTheSerialBits(Workers.on(executor, 3));
    }
    everyAlgorithmGivesTheSerialBits(Workers.on(Runnable::run, 4));
  }

  @Test
  void fromManyThreadsAtOnce() throws InterruptedException, ExecutionException, TimeoutException {
    int callers = 8;
    try (Workers workers = Workers.of(3);
        ExecutorService executor = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> done = new ArrayList<>();
      for (Call call : CALLS) {
        for (int i = 0; i < callers; i++) {
          done.add(executor.submit(() -> call.check(workers)));
        }
      }
      for (Future<?> future : done) {
        future.get(60, SECONDS);
      }
    }
  }

  private static void everyAlgorithmGivesTheSerialBits(Workers workers) {
    CALLS.forEach(call -> call.check(workers));
  }

  /** One convolution with one set of inputs that any number of threads may compute. */
  private static final class Call {
    private final ConvShape shape;
    private final ConvAlgorithm algorithm;
    private final Convolution conv;
    private final PackedWeights packed;
    private final float[] x;
    private final float[] serial;

    Call(ConvShape shape, ConvAlgorithm algorithm) {
      this.shape = shape;
      this.algorithm = algorithm;
      conv = Convolution.of(shape, algorithm);
      packed = conv.pack(Values.gaussian(1, shape.weightCount()));
      x = Values.gaussian(2, shape.inputLength());
      serial = on(Workers.serial());
    }

    float[] on(Workers workers) {
      float[] y = new float[shape.outputLength()];
      conv.forward(x, packed, Epilogue.NONE, y, workers);
      return y;
    }

    void check(Workers workers) {
      String who = algorithm + " on " + workers.threads() + " threads";
      Agreement.bits(shape, who, on(workers), serial);
    }
  }
}
