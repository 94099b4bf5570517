package io.github.lanewise.bench.lecture;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.pool.PoolShape;
import java.util.ArrayList;
import java.util.List;

/**
 * How much pooled edges change when the picture moves by a few pixels.
 *
 * @param shifts pixels that the picture moved to the right
 * @param series a line for each pooling
 */
public record Tolerance(List<Integer> shifts, List<Series> series) {

  private static final List<Integer> SHIFTS = List.of(0, 1, 2, 3, 4, 6, 8);
  private static final List<Integer> KERNELS = List.of(2, 4, 8);

  /**
   * One way to pool.
   *
   * @param name the way
   * @param changes length of the difference between the outputs of moved and unmoved picture, in
   *     percent of the length of the unmoved one's, for each shift
   */
  public record Series(String name, List<Double> changes) {}

  static Tolerance compute(Plane picture, Workers workers) {
    // Frames cut out of the picture, so that what comes in on one side is picture, too.
    int width = picture.width() - SHIFTS.getLast();
    List<float[]> edges = new ArrayList<>();
    ConvShape shape =
        ConvShape.builder().input(picture.height(), width, 1).outChannels(1).kernel(3).build();
    for (int shift : SHIFTS) {
      float[] frame = frame(picture, SHIFTS.getLast() - shift, width);
      float[] edge = Once.convolve(shape, frame, Equivariance.KERNEL, workers);
      for (int i = 0; i < edge.length; i++) {
        edge[i] = Math.max(0, edge[i]);
      }
      edges.add(edge);
    }
    List<Series> series = new ArrayList<>();
    series.add(new Series("no pooling", changes(edges)));
    for (Pooled.Kind kind : Pooled.Kind.values()) {
      for (int kernel : KERNELS) {
        PoolShape pool =
            PoolShape.builder()
                .input(shape.outHeight(), shape.outWidth(), 1)
                .kernel(kernel)
                .build();
        series.add(
            new Series(
                kind.title() + " " + kernel + "×" + kernel,
                changes(edges.stream().map(e -> Once.pool(kind, pool, e, workers)).toList())));
      }
    }
    return new Tolerance(SHIFTS, series);
  }

  private static float[] frame(Plane picture, int from, int width) {
    float[] frame = new float[picture.height() * width];
    for (int row = 0; row < picture.height(); row++) {
      System.arraycopy(picture.values(), row * picture.width() + from, frame, row * width, width);
    }
    return frame;
  }

  private static List<Double> changes(List<float[]> outputs) {
    float[] still = outputs.getFirst();
    List<Double> changes = new ArrayList<>();
    for (float[] moved : outputs) {
      double difference = 0;
      double length = 0;
      for (int i = 0; i < still.length; i++) {
        double d = (double) moved[i] - still[i];
        difference += d * d;
        length += (double) still[i] * still[i];
      }
      changes.add(100 * Math.sqrt(difference / length));
    }
    return changes;
  }
}
