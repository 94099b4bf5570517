package io.github.lanewise.nn.train;

import java.util.List;

/**
 * What a training came to, as JSON has it.
 *
 * @param data what was learned from
 * @param model the kind of network
 * @param parameters number of values learned
 * @param testAccuracy share of the test examples taken for what they are, at the end
 * @param testLoss average loss on them
 * @param seconds from the start of the process to the end of the last test
 * @param epochs epochs trained
 * @param imagesPerSecond training examples per second of training, average over the epochs
 * @param seed where all random choices came from
 * @param threads threads computed on
 * @param confusion how often the class of the row was taken for that of the column
 * @param history what each epoch came to
 */
@SuppressWarnings("ArrayRecordComponent") // written, never compared
public record TrainingReport(
    String data,
    String model,
    long parameters,
    double testAccuracy,
    double testLoss,
    double seconds,
    int epochs,
    double imagesPerSecond,
    long seed,
    int threads,
    int[][] confusion,
    List<Epoch> history) {}
