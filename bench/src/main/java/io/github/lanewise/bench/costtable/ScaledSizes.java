package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/** Smaller pictures of the same form, whose dense matrices are easily kept in memory. */
final class ScaledSizes {
  /** Size of the largest matrix, bytes. Each other one is half as large as the next. */
  private static final long LARGEST = 512L << 20;

  /** Sizes, all of them larger than the caches of most machines. */
  private static final int COUNT = 4;

  private ScaledSizes() {}

  /**
   * Cuts smaller pictures out of a large one.
   *
   * @param picture a picture whose dense matrix is over 512 MiB
   * @return four pictures, the smallest first
   */
  static List<Picture> of(Picture picture) {
    double area = (double) picture.width() * picture.height();
    List<Picture> sizes = new ArrayList<>();
    for (int i = COUNT - 1; i >= 0; i--) {
      double pixels = Math.sqrt((double) (LARGEST >> i) / Float.BYTES);
      double side = Math.sqrt(pixels / area);
      sizes.add(
          picture.tiledTo(
              Math.max(2, (int) (picture.width() * side)),
              Math.max(1, (int) (picture.height() * side))));
    }
    return sizes;
  }
}
