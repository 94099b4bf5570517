package io.github.lanewise.bench.lecture;

import io.github.lanewise.bench.costtable.Slide;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.pool.PoolShape;
import io.github.lanewise.nn.layers.MaxPool2d;
import java.util.ArrayList;
import java.util.List;

/**
 * Pooling on a few numbers and on a picture, and softmax.
 *
 * @param numbers the few numbers
 * @param pooledNumbers what becomes of them
 * @param picture the picture
 * @param pooledPictures what becomes of it
 * @param weights weights and biases that a max pooling learns
 * @param softmax a trained network's scores as probabilities
 * @param checks the slide's numbers
 */
public record Poolings(
    Matrix numbers,
    List<Pooled<Matrix>> pooledNumbers,
    Plane picture,
    List<Pooled<Plane>> pooledPictures,
    int weights,
    SoftmaxShown softmax,
    List<Slide.Check> checks) {

  private static final int KERNEL = 2;
  private static final int PICTURE_KERNEL = 8;

  /**
   * Softmax on scores, and on scores so large that their exponentials are not.
   *
   * @param scores scores and probabilities of a digit
   * @param added what is added to every score
   * @param naive exponential of the largest score then, in floats
   * @param probabilities softmax of the larger scores
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index, never compared
  public record SoftmaxShown(Scores scores, float added, float naive, float[] probabilities) {}

  static Poolings compute(Plane picture, Scores scores, Workers workers) {
    Matrix numbers =
        Matrix.of(
            6, 1, 3, 2, 1, 0, 1, 4, 6, 5, 2, 1, 0, 7, 8, 9, 1, 2, 3, 1, 2, 3, 4, 8, 6, 0, 1, 2, 5,
            7, 4, 2, 0, 1, 3, 1, 0);
    int weights = MaxPool2d.of(KERNEL).parameters(List.of()).size();
    Plane plane = new Plane(numbers.rows(), numbers.columns(), numbers.values());
    return new Poolings(
        numbers,
        pooled(plane, KERNEL, Matrix::new, workers),
        picture,
        pooled(picture, PICTURE_KERNEL, Plane::new, workers),
        weights,
        softmax(scores, workers),
        List.of(Slide.Check.equal("parameters of max pooling", weights, 0)));
  }

  /** How an output is kept. */
  private interface Made<T> {
    T of(int rows, int columns, float[] values);
  }

  private static <T> List<Pooled<T>> pooled(
      Plane plane, int kernel, Made<T> made, Workers workers) {
    List<Pooled<T>> pooled = new ArrayList<>();
    for (Pooled.Kind kind : Pooled.Kind.values()) {
      for (int stride = 1; stride <= 2; stride++) {
        PoolShape shape =
            PoolShape.builder()
                .input(plane.height(), plane.width(), 1)
                .kernel(kernel)
                .stride(stride)
                .build();
        pooled.add(
            new Pooled<>(
                kind,
                kernel,
                stride,
                made.of(
                    shape.outHeight(),
                    shape.outWidth(),
                    Once.pool(kind, shape, plane.values(), workers))));
      }
    }
    return pooled;
  }

  private static SoftmaxShown softmax(Scores scores, Workers workers) {
    float added = 1000;
    float[] larger = scores.scores().clone();
    for (int i = 0; i < larger.length; i++) {
      larger[i] += added;
    }
    return new SoftmaxShown(
        scores, added, (float) Math.exp(larger[scores.best()]), Scores.softmax(larger, workers));
  }
}
