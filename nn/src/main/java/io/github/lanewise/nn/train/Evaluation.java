package io.github.lanewise.nn.train;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.loss.Loss;
import java.util.stream.IntStream;

/**
 * How good a model is on examples.
 *
 * @param loss average loss
 * @param confusion how often the class of the row was taken for that of the column
 */
@SuppressWarnings("ArrayRecordComponent") // a table, read by index
public record Evaluation(double loss, int[][] confusion) {
  private static final int BATCH = 256;

  /**
   * Runs a model over examples.
   *
   * @param model the model, whose output has one value for each class
   * @param loss the loss
   * @param data the examples, at least one
   * @param workers threads to compute on
   * @return how good it is
   * @throws IllegalArgumentException if shapes do not fit or there are no examples
   */
  public static Evaluation of(Model model, Loss loss, Dataset data, Workers workers) {
    Examples.check(model.network(), data);
    int classes = data.classes();
    int size = Math.min(BATCH, data.size());
    Workspace workspace = new Workspace(model.network(), size);
    Workspace rest =
        data.size() % size == 0 ? null : new Workspace(model.network(), data.size() % size);
    int[] order = IntStream.range(0, data.size()).toArray();
    int[][] confusion = new int[classes][classes];
    Batch batch = new Batch(classes);
    double sum = 0;
    for (int from = 0; from < order.length; from += size) {
      int to = Math.min(order.length, from + size);
      batch.fill(data, order, from, to, null, 0);
      Workspace used = batch.size() == size ? workspace : rest;
      float[] y = used.forward(model.parameters(), batch.x(), workers);
      for (int i = 0; i < batch.size(); i++) {
        confusion[batch.label(i)][Examples.largest(y, i * classes, classes)]++;
      }
      Loss.Bound bound = loss.bind(batch.size(), classes);
      sum += batch.size() * bound.compute(y, batch.targets(), y, workers);
    }
    return new Evaluation(sum / data.size(), confusion);
  }

  /**
   * Examples taken for what they are.
   *
   * @return the diagonal of the confusion matrix
   */
  public int right() {
    int sum = 0;
    for (int i = 0; i < confusion.length; i++) {
      sum += confusion[i][i];
    }
    return sum;
  }

  /**
   * Examples in all.
   *
   * @return the sum of the confusion matrix
   */
  public int examples() {
    int sum = 0;
    for (int[] row : confusion) {
      sum += IntStream.of(row).sum();
    }
    return sum;
  }

  /**
   * Share of the examples taken for what they are.
   *
   * @return from 0 to 1
   */
  public double accuracy() {
    return (double) right() / examples();
  }
}
