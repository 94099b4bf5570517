package io.github.lanewise.nn.train;

/**
 * What an epoch of training came to.
 *
 * @param epoch its number, from 1
 * @param loss average loss over its training examples, while they were learned
 * @param accuracy share of them that were taken for what they are, then
 * @param validationLoss average loss on the validation examples; NaN without any
 * @param validationAccuracy share of those taken for what they are; NaN without any
 * @param learningRate step size of its last step
 * @param seconds time it took, validation included
 * @param imagesPerSecond training examples per second of training
 */
public record Epoch(
    int epoch,
    double loss,
    double accuracy,
    double validationLoss,
    double validationAccuracy,
    double learningRate,
    double seconds,
    double imagesPerSecond) {}
