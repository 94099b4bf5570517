package io.github.lanewise.bench.peers;

/** Reorders activations and weights between the layouts of the peers; never inside a timing. */
final class Layouts {
  private Layouts() {}

  /** {@code [n][h][w][c]} to {@code [n][c][h][w]}. */
  static float[] nhwcToNchw(float[] x, int n, int h, int w, int c) {
    return permute(x, new int[] {n, h, w, c}, 0, 3, 1, 2);
  }

  /** {@code [n][c][h][w]} to {@code [n][h][w][c]}. */
  static float[] nchwToNhwc(float[] x, int n, int c, int h, int w) {
    return permute(x, new int[] {n, c, h, w}, 0, 2, 3, 1);
  }

  /** {@code [kh][kw][in][out]} to {@code [out][in][kh][kw]}. */
  static float[] hwioToOihw(float[] weights, int kh, int kw, int in, int out) {
    return permute(weights, new int[] {kh, kw, in, out}, 3, 2, 0, 1);
  }

  /** {@code [kh][kw][in][out]} to {@code [out][kh][kw][in]}. */
  static float[] hwioToOhwi(float[] weights, int kh, int kw, int in, int out) {
    return permute(weights, new int[] {kh, kw, in, out}, 3, 0, 1, 2);
  }

  /** {@code [out][in][kh][kw]} to {@code [kh][kw][in][out]}. */
  static float[] oihwToHwio(float[] weights, int kh, int kw, int in, int out) {
    return permute(weights, new int[] {out, in, kh, kw}, 2, 3, 1, 0);
  }

  /** Dense weights for a flattened picture: {@code [h][w][c][units]} to {@code [c][h][w][units]}. */
  static float[] hwcuToChwu(float[] weights, int h, int w, int c, int units) {
    return permute(weights, new int[] {h, w, c, units}, 2, 0, 1, 3);
  }

  /** And back: {@code [c][h][w][units]} to {@code [h][w][c][units]}. */
  static float[] chwuToHwcu(float[] weights, int h, int w, int c, int units) {
    return permute(weights, new int[] {c, h, w, units}, 1, 2, 0, 3);
  }

  /** Axis {@code i} of the result is axis {@code axes[i]} of {@code x}. */
  private static float[] permute(float[] x, int[] shape, int... axes) {
    int[] stride = {shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1};
    float[] y = new float[x.length];
    int at = 0;
    for (int a = 0; a < shape[axes[0]]; a++) {
      for (int b = 0; b < shape[axes[1]]; b++) {
        for (int c = 0; c < shape[axes[2]]; c++) {
          int from = a * stride[axes[0]] + b * stride[axes[1]] + c * stride[axes[2]];
          for (int d = 0; d < shape[axes[3]]; d++) {
            y[at++] = x[from + d * stride[axes[3]]];
          }
        }
      }
    }
    return y;
  }
}
