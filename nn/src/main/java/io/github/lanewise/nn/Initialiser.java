package io.github.lanewise.nn;

import java.util.Arrays;
import java.util.SplittableRandom;

/** How weights are drawn before training. */
public enum Initialiser {
  /**
   * Normal with variance {@code 2 / fanIn} (He et al. 2015, "Delving deep into rectifiers"): for
   * networks of ReLUs.
   */
  HE_NORMAL,
  /** Uniform with variance {@code 2 / fanIn}. */
  HE_UNIFORM,
  /**
   * Normal with variance {@code 2 / (fanIn + fanOut)} (Glorot, Bengio 2010, "Understanding the
   * difficulty of training deep feedforward neural networks"): for tanh and the like.
   */
  XAVIER_NORMAL,
  /** Uniform with variance {@code 2 / (fanIn + fanOut)}. */
  XAVIER_UNIFORM;

  /**
   * Sets a parameter to its start: weights are drawn, all else is constant.
   *
   * @param parameter overwritten
   * @param seed the seed
   */
  public void fill(Parameter parameter, long seed) {
    ParameterSpec spec = parameter.spec();
    float[] values = parameter.values();
    if (spec.role() != ParameterSpec.Role.WEIGHT) {
      Arrays.fill(values, spec.role().start());
      return;
    }
    SplittableRandom random = new SplittableRandom(seed);
    double deviation = Math.sqrt(variance(spec));
    boolean normal = this == HE_NORMAL || this == XAVIER_NORMAL;
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float)
              (normal
                  ? deviation * Seeds.normal(random)
                  : deviation * Math.sqrt(3) * (2 * Seeds.uniform(random) - 1));
    }
  }

  private double variance(ParameterSpec spec) {
    return switch (this) {
      case HE_NORMAL, HE_UNIFORM -> 2.0 / spec.fanIn();
      case XAVIER_NORMAL, XAVIER_UNIFORM -> 2.0 / (spec.fanIn() + spec.fanOut());
    };
  }
}
