package io.github.lanewise.kernels.conv;

/**
 * How the output pixels of a batch are cut into blocks, of which a weight gradient sums one at a
 * time: some whole rows of a picture, or some whole pictures.
 */
final class PixelBlocks {
  private final ConvShape shape;
  private final int mostRows;
  private final int mostPictures;
  private final int blocksDown;

  /**
   * Cuts the pixels.
   *
   * @param pixels about as many make a block
   * @param several whether a block may have several pictures
   */
  PixelBlocks(ConvShape shape, int pixels, boolean several) {
    this.shape = shape;
    int fit = Math.clamp(pixels / shape.outWidth(), 1, shape.outHeight());
    blocksDown = Math.ceilDiv(shape.outHeight(), fit);
    mostRows = Math.ceilDiv(shape.outHeight(), blocksDown);
    int picture = shape.outHeight() * shape.outWidth();
    mostPictures = several && blocksDown == 1 ? Math.clamp(pixels / picture, 1, shape.batch()) : 1;
  }

  int count() {
    return Math.ceilDiv(shape.batch(), mostPictures) * blocksDown;
  }

  /** Rows of a block in each of its pictures, at most. */
  int mostRows() {
    return mostRows;
  }

  /** Pictures of a block at most; if several, then whole ones. */
  int mostPictures() {
    return mostPictures;
  }

  /** Output pixels of a block at most. */
  int mostPixels() {
    return mostPictures * mostRows * shape.outWidth();
  }

  /** First picture of a block. */
  int picture(int block) {
    return block / blocksDown * mostPictures;
  }

  /** One past the last picture of a block. */
  int pictureEnd(int block) {
    return Math.min(shape.batch(), picture(block) + mostPictures);
  }

  /** First output row of a block. */
  int row(int block) {
    return block % blocksDown * mostRows;
  }

  /** Rows of a block in each of its pictures. */
  int rows(int block) {
    return Math.min(mostRows, shape.outHeight() - row(block));
  }

  /** Output pixels of a block. */
  int pixels(int block) {
    return (pictureEnd(block) - picture(block)) * rows(block) * shape.outWidth();
  }

  /** Index among the output's floats of a block's first pixel. */
  int at(int block) {
    int line = picture(block) * shape.outHeight() + row(block);
    return line * shape.outWidth() * shape.outChannels();
  }
}
