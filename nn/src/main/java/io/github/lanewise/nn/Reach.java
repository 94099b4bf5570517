package io.github.lanewise.nn;

/**
 * How far one output position of a layer sees: what receptive fields are worked out from.
 *
 * @param height rows of the input under one output position, gaps included
 * @param width columns of the input under one output position, gaps included
 * @param strideHeight input rows from one output row to the next
 * @param strideWidth input columns from one output column to the next
 */
public record Reach(int height, int width, int strideHeight, int strideWidth) {
  /** Each position sees itself. */
  public static final Reach POINT = new Reach(1, 1, 1, 1);

  /**
   * Every position sees the whole picture.
   *
   * @param picture the picture
   * @return the reach
   */
  public static Reach whole(Shape picture) {
    return new Reach(picture.height(), picture.width(), 1, 1);
  }
}
