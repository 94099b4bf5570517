package io.github.lanewise.nn.train;

import java.util.List;

/**
 * Where a training is, but for parameters and the optimizer's memory: what a checkpoint says.
 *
 * @param training all settings that decide the result, to tell trainings apart
 * @param epoch number of the epoch in progress, from 1
 * @param step steps made in it
 * @param steps steps made in all
 * @param lossSum sum of the losses of the examples seen in the epoch
 * @param right examples of the epoch that were taken for what they are
 * @param seen examples seen in the epoch
 * @param bestAccuracy highest accuracy on validation examples; −1 before the first
 * @param bestEpoch the epoch of it; 0 before the first
 * @param history what each finished epoch came to
 */
record TrainingState(
    String training,
    int epoch,
    int step,
    long steps,
    double lossSum,
    int right,
    int seen,
    double bestAccuracy,
    int bestEpoch,
    List<Epoch> history) {}
