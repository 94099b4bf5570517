package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/** Smaller pictures of the same form, whose dense matrices fit memory. */
final class ScaledSizes {
  /**
   * The smallest matrix is so much smaller than the largest: far enough to see how the time grows,
   * and with a largest one of 1 GiB still beyond the caches, in which it would grow faster.
   */
  private static final double RANGE = 4;

  private static final int COUNT = 4;

  private ScaledSizes() {}

  /**
   * Cuts smaller pictures out of a large one.
   *
   * @param picture a picture whose dense matrix is larger than {@code largest}
   * @param largest size of the largest matrix at most, bytes
   * @return four pictures, the smallest first
   */
  static List<Picture> of(Picture picture, long largest) {
    double area = (double) picture.width() * picture.height();
    List<Picture> sizes = new ArrayList<>();
    for (int i = COUNT - 1; i >= 0; i--) {
      double bytes = largest / Math.pow(RANGE, (double) i / (COUNT - 1));
      double side = Math.sqrt(Math.sqrt(bytes / Float.BYTES) / area);
      sizes.add(
          picture.tiledTo(
              Math.max(2, (int) (picture.width() * side)),
              Math.max(1, (int) (picture.height() * side))));
    }
    return sizes;
  }
}
