package io.github.lanewise.nn;

import io.github.lanewise.kernels.lanes.Workers;

/** What the frames of a workspace have in common: the pass in progress. */
final class Run {
  final int batch;
  Workers workers = Workers.serial();
  boolean training;
  boolean differentiable;
  long seed;

  Run(int batch) {
    this.batch = batch;
  }
}
