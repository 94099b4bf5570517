package io.github.lanewise.bench.layers;

import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.bench.statistics.Statistics;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How near a pass of a layer came to the peak of multiply-adds.
 *
 * @param shape the layer
 * @param algorithm how it was computed
 * @param roofline what the machine could do in the same forks
 * @param percent the share of the peak
 */
public record PeakShare(
    ConvShape shape, ConvAlgorithm algorithm, Roofline roofline, double percent) {
  /** What {@link #median} is taken over. */
  public static final String PLAIN = "arithmetic-bound layers without Winograd and Strassen";

  /** What these words mean. */
  public static final String DEFINITION =
      "A layer is arithmetic-bound if its multiply-adds take longer at their peak than reading its"
          + " input, weights and output once takes at the bandwidth of memory.";

  /**
   * The median over the layers that arithmetic bounds, of those computed without Winograd and
   * Strassen, whose fewer multiplications are no share of the peak.
   *
   * @param shares of any layers
   * @return the median and the number of layers, or that there are none
   */
  public static String median(Stream<PeakShare> shares) {
    List<Double> plain =
        shares
            .filter(share -> share.arithmeticBound() && !share.algorithm.savesMultiplications())
            .map(PeakShare::percent)
            .toList();
    return plain.isEmpty()
        ? "of none"
        : String.format(Locale.ROOT, "%.1f of %d", Statistics.median(plain), plain.size());
  }

  /** As {@link #DEFINITION} says. */
  boolean arithmeticBound() {
    double arithmetic = 2.0 * shape.multiplyAdds() / roofline.gigaflops();
    return arithmetic > shape.bytes() / roofline.level("memory").readGigabytes();
  }
}
