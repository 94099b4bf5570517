package io.github.lanewise.bench.lecture;

/**
 * Six kernels of the kind that first layers learn: waves in four directions under a bell (Gabor
 * functions), a spot, and an average. All but the average add up to zero.
 */
enum FirstKernels {
  VERTICAL("vertical edges") {
    @Override
    double at(double x, double y) {
      return wave(x);
    }
  },
  FALLING("edges falling to the right") {
    @Override
    double at(double x, double y) {
      return wave((x - y) / Math.sqrt(2));
    }
  },
  HORIZONTAL("horizontal edges") {
    @Override
    double at(double x, double y) {
      return wave(y);
    }
  },
  RISING("edges rising to the right") {
    @Override
    double at(double x, double y) {
      return wave((x + y) / Math.sqrt(2));
    }
  },
  SPOT("bright spots") {
    @Override
    double at(double x, double y) {
      double r = (x * x + y * y) / (2 * WIDTH * WIDTH);
      return 1 - r;
    }
  },
  AVERAGE("brightness") {
    @Override
    double at(double x, double y) {
      return 1;
    }
  };

  /** Of the bell, pixels. */
  private static final double WIDTH = 2.2;

  private static final double WAVELENGTH = 7;

  private final String title;

  FirstKernels(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The kernel without the bell, x to the right and y down from its middle. */
  abstract double at(double x, double y);

  private static double wave(double x) {
    return Math.sin(2 * Math.PI * x / WAVELENGTH);
  }

  /** The weights, scaled so that their sizes add up to 1. */
  Matrix weights(int side) {
    double[] bells = new double[side * side];
    double[] weights = new double[side * side];
    int middle = side / 2;
    double sum = 0;
    double bellSum = 0;
    for (int i = 0; i < weights.length; i++) {
      int x = i % side - middle;
      int y = i / side - middle;
      bells[i] = Math.exp(-(x * x + y * y) / (2 * WIDTH * WIDTH));
      weights[i] = bells[i] * at(x, y);
      sum += weights[i];
      bellSum += bells[i];
    }
    double size = 0;
    for (int i = 0; i < weights.length; i++) {
      if (this != AVERAGE) {
        weights[i] -= sum / bellSum * bells[i];
      }
      size += Math.abs(weights[i]);
    }
    float[] scaled = new float[weights.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (weights[i] / size);
    }
    return new Matrix(side, side, scaled);
  }
}
