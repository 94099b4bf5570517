package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;

/** Pictures kept as floats, as a network reads them. */
public final class FloatPictures implements Dataset {
  private final Shape shape;
  private final int classes;
  private final float[] pixels;
  private final int[] labels;

  /**
   * Pictures.
   *
   * @param shape shape of a picture
   * @param classes number of classes
   * @param pixels {@code [picture][height][width][channels]}; not copied
   * @param labels the class of each picture; not copied
   * @throws IllegalArgumentException if lengths do not fit or a label is no class
   */
  public FloatPictures(Shape shape, int classes, float[] pixels, int[] labels) {
    if (pixels.length != (long) labels.length * shape.length()) {
      throw new IllegalArgumentException(
          "pixels has %d floats, expected %d·%d for %d labels of pictures %s"
              .formatted(pixels.length, labels.length, shape.length(), labels.length, shape));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label %d is %d, expected 0 to %d".formatted(i, labels[i], classes - 1));
      }
    }
    this.shape = shape;
    this.classes = classes;
    this.pixels = pixels;
    this.labels = labels;
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
    return labels[index];
  }

  @Override
  public void copy(int index, float[] x, int at) {
    System.arraycopy(pixels, index * shape.length(), x, at, shape.length());
  }
}
