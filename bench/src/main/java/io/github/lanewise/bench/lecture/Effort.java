package io.github.lanewise.bench.lecture;

import io.github.lanewise.nn.data.Digits;
import java.util.List;

/**
 * How much is measured and trained.
 *
 * @param quick whether one process for each figure of the cost table has to do
 * @param largestSide side of the largest picture of the growth sweep, pixels
 * @param epochs how often the network learns every digit
 * @param sizes numbers of digits that the networks compared learn from
 * @param seen digits that each of them learns from at least, the same again if they are few
 * @param networks networks of other sizes of each kind, beside those two, at most 3
 */
public record Effort(
    boolean quick, int largestSide, int epochs, List<Integer> sizes, int seen, int networks) {

  private static final int ALL = Digits.train().size();

  /** Under ten minutes. */
  public static final Effort FULL =
      new Effort(false, 512, 15, List.of(50, 100, 200, 400, 800, ALL), 12_000, 3);

  /** Under a minute. */
  public static final Effort QUICK = new Effort(true, 128, 4, List.of(100, ALL), 2_000, 2);

  /** Keeps the list. */
  public Effort {
    sizes = List.copyOf(sizes);
  }
}
