package io.github.lanewise.kernels.norm;

/**
 * Group normalisation as one writes it down, example by example with double sums: what runs without
 * vectors.
 */
final class ReferenceGroupNorm {
  private final int pixels;
  private final int channels;
  private final int groups;
  private final int groupSize;
  private final double epsilon;

  ReferenceGroupNorm(int pixels, int channels, int groups, double epsilon) {
    this.pixels = pixels;
    this.channels = channels;
    this.groups = groups;
    this.groupSize = channels / groups;
    this.epsilon = epsilon;
  }

  private int index(int example, int group, int i) {
    int pixel = example * pixels + i / groupSize;
    return pixel * channels + group * groupSize + i % groupSize;
  }

  private double inverse(float variance) {
    return 1 / Math.sqrt(variance + epsilon);
  }

  void forward(
      int example,
      float[] x,
      float[] gamma,
      float[] beta,
      float[] y,
      float[] mean,
      float[] variance) {
    int count = pixels * groupSize;
    for (int g = 0; g < groups; g++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += x[index(example, g, i)];
      }
      double middle = sum / count;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double difference = x[index(example, g, i)] - middle;
        squares += difference * difference;
      }
      int set = example * groups + g;
      mean[set] = (float) middle;
      variance[set] = (float) (squares / count);
      for (int i = 0; i < count; i++) {
        int at = index(example, g, i);
        int c = at % channels;
        y[at] = (float) ((x[at] - middle) * inverse(variance[set]) * gamma[c] + beta[c]);
      }
    }
  }

  /** Adds to {@code dGamma} and {@code dBeta} from an index on. */
  void backward(
      int example,
      float[] x,
      float[] dy,
      float[] gamma,
      float[] mean,
      float[] variance,
      float[] dx,
      double[] dGamma,
      double[] dBeta,
      int from) {
    int count = pixels * groupSize;
    for (int g = 0; g < groups; g++) {
      int set = example * groups + g;
      double inverse = inverse(variance[set]);
      double sum = 0;
      double products = 0;
      for (int i = 0; i < count; i++) {
        int at = index(example, g, i);
        int c = at % channels;
        double normal = (x[at] - mean[set]) * inverse;
        dGamma[from + c] += dy[at] * normal;
        dBeta[from + c] += dy[at];
        sum += (double) gamma[c] * dy[at];
        products += gamma[c] * dy[at] * normal;
      }
      for (int i = 0; i < count; i++) {
        int at = index(example, g, i);
        double normal = (x[at] - mean[set]) * inverse;
        double own = (double) gamma[at % channels] * dy[at];
        dx[at] = (float) (inverse * (own - sum / count - normal * products / count));
      }
    }
  }

  void tangent(
      int example,
      float[] x,
      float[] tangentX,
      float[] gamma,
      float[] mean,
      float[] variance,
      float[] tangentY) {
    int count = pixels * groupSize;
    for (int g = 0; g < groups; g++) {
      int set = example * groups + g;
      double inverse = inverse(variance[set]);
      double sum = 0;
      double products = 0;
      for (int i = 0; i < count; i++) {
        int at = index(example, g, i);
        sum += tangentX[at];
        products += tangentX[at] * (x[at] - mean[set]) * inverse;
      }
      for (int i = 0; i < count; i++) {
        int at = index(example, g, i);
        double normal = (x[at] - mean[set]) * inverse;
        double moved = tangentX[at] - sum / count - normal * products / count;
        tangentY[at] = (float) (gamma[at % channels] * inverse * moved);
      }
    }
  }
}
