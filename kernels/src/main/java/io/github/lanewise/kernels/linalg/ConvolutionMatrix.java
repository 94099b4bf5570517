package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.shape.Window;

/**
 * Writes a convolution as a sparse matrix: one row for each output value, one entry for each tap
 * and input channel that it sees (Goodfellow, Bengio, Courville: Deep Learning, section 9.1: "a
 * Toeplitz matrix", or a block-circulant one in two dimensions).
 */
final class ConvolutionMatrix {
  private ConvolutionMatrix() {}

  static CsrMatrix of(ConvShape shape, float[] weights) {
    if (shape.batch() != 1) {
      throw new IllegalArgumentException(
          "the batch is "
              + shape.batch()
              + ", expected 1: every picture has the same matrix; use shape.withBatch(1)");
    }
    Checks.length(
        "weights",
        weights,
        shape.weightCount(),
        "[kernelHeight][kernelWidth][inChannels / groups][outChannels]");
    int[] rowPointers = rowPointers(shape);
    int entries = rowPointers[shape.outputLength()];
    int[] columnIndices = new int[entries];
    float[] values = new float[entries];
    int k = 0;
    for (int row = 0; row < shape.outputLength(); row++) {
      int out = row % shape.outChannels();
      int ow = row / shape.outChannels() % shape.outWidth();
      int oh = row / shape.outChannels() / shape.outWidth();
      int firstIn = out / shape.groupOutChannels() * shape.groupInChannels();
      for (int kh = shape.height().firstTap(oh); kh < shape.height().endTap(oh); kh++) {
        int ih = shape.height().start(oh) + kh * shape.height().dilation();
        for (int kw = shape.width().firstTap(ow); kw < shape.width().endTap(ow); kw++) {
          int iw = shape.width().start(ow) + kw * shape.width().dilation();
          int column = (ih * shape.inWidth() + iw) * shape.inChannels() + firstIn;
          int weight = (kh * shape.kernelWidth() + kw) * shape.groupInChannels();
          for (int in = 0; in < shape.groupInChannels(); in++, k++) {
            columnIndices[k] = column + in;
            values[k] = weights[(weight + in) * shape.outChannels() + out];
          }
        }
      }
    }
    return CsrMatrix.of(
        shape.outputLength(), shape.inputLength(), rowPointers, columnIndices, values);
  }

  private static int[] rowPointers(ConvShape shape) {
    int[] rowPointers = new int[shape.outputLength() + 1];
    long entries = 0;
    int row = 0;
    for (int oh = 0; oh < shape.outHeight(); oh++) {
      for (int ow = 0; ow < shape.outWidth(); ow++) {
        long perRow =
            (long) taps(shape.height(), oh) * taps(shape.width(), ow) * shape.groupInChannels();
        for (int out = 0; out < shape.outChannels(); out++) {
          entries += perRow;
          if (entries > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                "the sparse matrix of "
                    + shape
                    + " would have more than the 2147483647 entries of a Java array; use a smaller"
                    + " picture or fewer channels");
          }
          rowPointers[++row] = (int) entries;
        }
      }
    }
    return rowPointers;
  }

  /** Taps of an output position that lie on the picture. */
  private static int taps(Window window, int output) {
    return Math.max(0, window.endTap(output) - window.firstTap(output));
  }
}
