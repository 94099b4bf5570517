package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;

/** Pictures of one byte per value, kept as bytes: a quarter of the memory of floats. */
public final class BytePictures implements Dataset {
  private final Shape shape;
  private final int classes;
  private final byte[] pixels;
  private final byte[] labels;
  private final Scaling scaling;

  /**
   * Pictures.
   *
   * @param shape shape of each
   * @param classes number of classes, at most 256
   * @param pixels {@code [picture][height][width][channels]}, each from 0 to 255; not copied
   * @param labels the class of each picture; not copied
   * @param scaling how a byte becomes a float
   * @throws IllegalArgumentException if lengths do not fit or a label is no class
   */
  public BytePictures(Shape shape, int classes, byte[] pixels, byte[] labels, Scaling scaling) {
    if (pixels.length != (long) labels.length * shape.length()) {
      throw new IllegalArgumentException(
          "pixels has %d bytes, expected %d·%d for %d labels of pictures %s"
              .formatted(pixels.length, labels.length, shape.length(), labels.length, shape));
    }
    for (int i = 0; i < labels.length; i++) {
      if (Byte.toUnsignedInt(labels[i]) >= classes) {
        throw new IllegalArgumentException(
            "label %d is %d, expected 0 to %d"
                .formatted(i, Byte.toUnsignedInt(labels[i]), classes - 1));
      }
    }
    this.shape = shape;
    this.classes = classes;
    this.pixels = pixels;
    this.labels = labels;
    this.scaling = scaling;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int label(int index) {
    return Byte.toUnsignedInt(labels[index]);
  }

  @Override
  public void copy(int index, float[] x, int at) {
    int length = shape.length();
    int from = index * length;
    for (int i = 0; i < length; i++) {
      x[at + i] = scaling.apply(Byte.toUnsignedInt(pixels[from + i]));
    }
  }
}
