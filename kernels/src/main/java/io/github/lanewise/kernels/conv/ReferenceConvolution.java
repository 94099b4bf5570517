package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;

/**
 * The definition written down: seven loops, double sums, every tap tested against the borders. It
 * shares no code with what it checks (Goodfellow, Bengio, Courville: Deep Learning, equation 9.8,
 * with stride, padding, dilation and groups).
 */
final class ReferenceConvolution extends Convolution {
  ReferenceConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.REFERENCE);
  }

  @Override
  long packedFloats() {
    return shape().weightCount();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    System.arraycopy(weights, 0, packed, 0, shape().weightCount());
  }

  @Override
  int tiles() {
    return shape().batch() * shape().outHeight();
  }

  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    ConvShape s = shape();
    int n = tile / s.outHeight();
    int oh = tile % s.outHeight();
    int perGroup = s.groupOutChannels();
    for (int ow = 0; ow < s.outWidth(); ow++) {
      for (int out = 0; out < s.outChannels(); out++) {
        int firstIn = out / perGroup * s.groupInChannels();
        double sum = 0;
        for (int kh = 0; kh < s.kernelHeight(); kh++) {
          int ih = oh * s.height().stride() - s.height().padBefore() + kh * s.height().dilation();
          for (int kw = 0; kw < s.kernelWidth(); kw++) {
            int iw = ow * s.width().stride() - s.width().padBefore() + kw * s.width().dilation();
            if (ih < 0 || ih >= s.inHeight() || iw < 0 || iw >= s.inWidth()) {
              continue;
            }
            for (int in = 0; in < s.groupInChannels(); in++) {
              float value =
                  x[((n * s.inHeight() + ih) * s.inWidth() + iw) * s.inChannels() + firstIn + in];
              float weight =
                  w[
                      ((kh * s.kernelWidth() + kw) * s.groupInChannels() + in) * s.outChannels()
                          + out];
              sum += (double) value * weight;
            }
          }
        }
        int at = ((n * s.outHeight() + oh) * s.outWidth() + ow) * s.outChannels() + out;
        y[at] = finish(sum, epilogue, out, at);
      }
    }
  }

  private static float finish(double sum, Epilogue epilogue, int out, int at) {
    if (epilogue.bias() != null) {
      sum += epilogue.bias()[out];
    }
    if (epilogue.residual() != null) {
      sum += epilogue.residual()[at];
    }
    return epilogue.relu() && sum < 0 ? 0 : (float) sum;
  }
}
