package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.picture.Picture;

/** Pictures to test with: whole numbers, so that results are exact. */
final class Pictures {
  private Pictures() {}

  static Picture of(int width, int height) {
    float[] plane = new float[width * height];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = i * 31 % 256;
    }
    return new Picture(width, height, plane);
  }
}
