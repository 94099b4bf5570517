package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;

/**
 * The definition written down: for each weight a double sum over every output pixel, each position
 * tested against the borders (Goodfellow, Bengio, Courville: Deep Learning, equation 9.11, with
 * padding, dilation and groups). It shares no code with what it checks.
 */
final class ReferenceWeightGradient extends WeightGradient {
  ReferenceWeightGradient(ConvShape shape) {
    super(shape);
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.REFERENCE;
  }

  @Override
  int tiles() {
    return shape().outChannels();
  }

  /** The kernel and the bias of one output channel. */
  @Override
  void tile(
      int out,
      int chunk,
      float[] x,
      float[] dy,
      float[] dWeights,
      int weightsAt,
      float[] dBias,
      int biasAt,
      Scratch scratch) {
    ConvShape s = shape();
    for (int kh = 0; kh < s.kernelHeight(); kh++) {
      for (int kw = 0; kw < s.kernelWidth(); kw++) {
        for (int in = 0; in < s.groupInChannels(); in++) {
          int row = (kh * s.kernelWidth() + kw) * s.groupInChannels() + in;
          dWeights[weightsAt + row * s.outChannels() + out] =
              (float) weight(kh, kw, in, out, x, dy);
        }
      }
    }
    if (dBias != null) {
      double sum = 0;
      for (int at = out; at < dy.length; at += s.outChannels()) {
        sum += dy[at];
      }
      dBias[biasAt + out] = (float) sum;
    }
  }

  private double weight(int kh, int kw, int in, int out, float[] x, float[] dy) {
    ConvShape s = shape();
    int channel = out / s.groupOutChannels() * s.groupInChannels() + in;
    double sum = 0;
    for (int n = 0; n < s.batch(); n++) {
      for (int oh = 0; oh < s.outHeight(); oh++) {
        int ih = oh * s.height().stride() - s.height().padBefore() + kh * s.height().dilation();
        for (int ow = 0; ow < s.outWidth(); ow++) {
          int iw = ow * s.width().stride() - s.width().padBefore() + kw * s.width().dilation();
          if (ih < 0 || ih >= s.inHeight() || iw < 0 || iw >= s.inWidth()) {
            continue;
          }
          int from = ((n * s.inHeight() + ih) * s.inWidth() + iw) * s.inChannels() + channel;
          int to = ((n * s.outHeight() + oh) * s.outWidth() + ow) * s.outChannels() + out;
          sum += (double) x[from] * dy[to];
        }
      }
    }
    return sum;
  }
}
