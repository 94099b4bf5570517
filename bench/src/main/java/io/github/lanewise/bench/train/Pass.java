package io.github.lanewise.bench.train;

import java.util.Map;

/** What is timed of a {@link TrainStep}: its parts, and all of it. */
enum Pass {
  /** Weights brought into the order of both passes that read them; once for each update. */
  PACK(0) {
    @Override
    void run(TrainStep step) {
      step.pack();
    }

    @Override
    Map<String, float[]> outputs(TrainStep step) {
      return Map.of();
    }
  },

  FORWARD(1) {
    @Override
    void run(TrainStep step) {
      step.forward();
    }

    @Override
    Map<String, float[]> outputs(TrainStep step) {
      return Map.of("y", step.y());
    }
  },

  BACKWARD_INPUT(1) {
    @Override
    void run(TrainStep step) {
      step.backwardInput();
    }

    @Override
    Map<String, float[]> outputs(TrainStep step) {
      return Map.of("dx", step.dx());
    }
  },

  BACKWARD_WEIGHTS(1) {
    @Override
    void run(TrainStep step) {
      step.backwardWeights();
    }

    @Override
    Map<String, float[]> outputs(TrainStep step) {
      return Map.of("dWeights", step.dWeights(), "dBias", step.dBias());
    }
  },

  /** What a step of training does: weights, which have changed, are packed, then the passes. */
  TOTAL(3) {
    @Override
    void run(TrainStep step) {
      step.pack();
      step.forward();
      step.backwardInput();
      step.backwardWeights();
    }

    @Override
    Map<String, float[]> outputs(TrainStep step) {
      return Map.of(
          "y", step.y(), "dx", step.dx(), "dWeights", step.dWeights(), "dBias", step.dBias());
    }
  };

  private final int convolutions;

  Pass(int convolutions) {
    this.convolutions = convolutions;
  }

  /** How often it takes the multiply-adds of the convolution. */
  int convolutions() {
    return convolutions;
  }

  abstract void run(TrainStep step);

  /** What it computes, by name; {@link #TOTAL} has all of them. */
  abstract Map<String, float[]> outputs(TrainStep step);
}
