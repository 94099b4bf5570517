package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;

/**
 * The definition written down: for each input value a double sum over every output value that it
 * went into, each tap tested (Goodfellow, Bengio, Courville: Deep Learning, equation 9.13, with
 * padding, dilation and groups). It shares no code with what it checks.
 */
final class ReferenceInputGradient extends InputGradient {
  ReferenceInputGradient(ConvShape shape) {
    super(shape);
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.REFERENCE;
  }

  @Override
  long packedFloats() {
    return shape().weightCount();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    System.arraycopy(weights, 0, packed, 0, weights.length);
  }

  @Override
  int tiles() {
    return shape().batch() * shape().inHeight();
  }

  /** One input row of a picture. */
  @Override
  void tile(int tile, float[] dy, float[] w, Epilogue epilogue, float[] dx, Scratch scratch) {
    ConvShape s = shape();
    int n = tile / s.inHeight();
    int ih = tile % s.inHeight();
    for (int iw = 0; iw < s.inWidth(); iw++) {
      for (int in = 0; in < s.inChannels(); in++) {
        int at = ((n * s.inHeight() + ih) * s.inWidth() + iw) * s.inChannels() + in;
        double sum = sum(n, ih, iw, in, dy, w);
        sum += epilogue.bias() == null ? 0 : epilogue.bias()[in];
        sum += epilogue.residual() == null ? 0 : epilogue.residual()[at];
        dx[at] = epilogue.relu() && sum < 0 ? 0 : (float) sum;
      }
    }
  }

  private double sum(int n, int ih, int iw, int in, float[] dy, float[] w) {
    ConvShape s = shape();
    int group = in / s.groupInChannels();
    double sum = 0;
    for (int kh = 0; kh < s.kernelHeight(); kh++) {
      int down = ih + s.height().padBefore() - kh * s.height().dilation();
      for (int kw = 0; kw < s.kernelWidth(); kw++) {
        int across = iw + s.width().padBefore() - kw * s.width().dilation();
        if (down < 0 || down % s.height().stride() != 0) {
          continue;
        }
        if (across < 0 || across % s.width().stride() != 0) {
          continue;
        }
        int oh = down / s.height().stride();
        int ow = across / s.width().stride();
        if (oh >= s.outHeight() || ow >= s.outWidth()) {
          continue;
        }
        int pixel = (n * s.outHeight() + oh) * s.outWidth() + ow;
        int row = (kh * s.kernelWidth() + kw) * s.groupInChannels() + in % s.groupInChannels();
        for (int i = 0; i < s.groupOutChannels(); i++) {
          int out = group * s.groupOutChannels() + i;
          sum += (double) dy[pixel * s.outChannels() + out] * w[row * s.outChannels() + out];
        }
      }
    }
    return sum;
  }
}
