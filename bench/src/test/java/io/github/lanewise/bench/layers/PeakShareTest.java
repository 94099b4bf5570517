package io.github.lanewise.bench.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeakShareTest {
  /** 245 GFLOP/s and 34 GB/s: 7.2 operations in the time of a byte. */
  private static final Roofline ROOFLINE =
      new Roofline(1, 245, List.of(new MemoryLevel("memory", Long.MAX_VALUE, 34, 39)));

  /** 512 operations for each 8 bytes, weights aside. */
  private static final ConvShape WIDE =
      ConvShape.builder().input(56, 56, 256).outChannels(256).kernel(1).build();

  /** 18 operations for each 8 bytes. */
  private static final ConvShape DEPTHWISE =
      ConvShape.builder().input(56, 56, 32).outChannels(32).kernel(3).padding(1).groups(32).build();

  @Test
  void arithmeticBoundsWhatTakesLongerAtThePeakThanFromMemory() {
    assertThat(share(WIDE, ConvAlgorithm.DIRECT, 90).arithmeticBound()).isTrue();
    assertThat(share(DEPTHWISE, ConvAlgorithm.DEPTHWISE, 20).arithmeticBound()).isFalse();
  }

  @Test
  void theMedianLeavesOutWinogradAndWhatMemoryBounds() {
    assertThat(
            PeakShare.median(
                Stream.of(
                    share(WIDE, ConvAlgorithm.DIRECT, 90),
                    share(WIDE, ConvAlgorithm.DIRECT, 80),
                    share(WIDE, ConvAlgorithm.WINOGRAD_4X1, 150),
                    share(DEPTHWISE, ConvAlgorithm.DEPTHWISE, 20))))
        .isEqualTo("85.0 of 2");
    assertThat(PeakShare.median(Stream.of(share(DEPTHWISE, ConvAlgorithm.DEPTHWISE, 20))))
        .isEqualTo("of none");
  }

  private static PeakShare share(ConvShape shape, ConvAlgorithm algorithm, double percent) {
    return new PeakShare(shape, algorithm, ROOFLINE, percent);
  }
}
