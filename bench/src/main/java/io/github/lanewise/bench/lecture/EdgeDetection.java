package io.github.lanewise.bench.lecture;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.lanewise.bench.picture.Filter;
import io.github.lanewise.bench.picture.Kernel;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.data.AreaResize;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Edge detection on one picture.
 *
 * @param name what the picture is
 * @param width width of the picture that was computed on, pixels
 * @param height its height, pixels
 * @param picture the picture, made smaller for the page if it is large
 * @param filtered what filters make of it
 */
public record EdgeDetection(
    String name, int width, int height, @JsonIgnore Picture picture, List<Filtered> filtered) {

  /** Longer side of a picture on the page at most, pixels. */
  private static final int LONGEST = 640;

  private static final double WHITE = 255;

  /** Share of the pixels that stay below white when a picture is brightened. */
  private static final double BRIGHT = 0.99;

  private static final double MOST_GAIN = 8;

  /** What is nearly bright enough stays as it is. */
  private static final double LEAST_GAIN = 1.5;

  /**
   * A picture, filtered.
   *
   * @param filter name of the filter or its weights
   * @param kernels its kernels
   * @param width width of the result, pixels
   * @param height height of the result, pixels
   * @param gain how many times brighter the picture is made to be seen, 1 for as it is
   * @param picture the result, made smaller for the page if it is large
   */
  public record Filtered(
      String filter,
      List<Weights> kernels,
      int width,
      int height,
      double gain,
      @JsonIgnore Picture picture) {}

  /**
   * Weights as people write them: whole numbers, and what all of them are divided by.
   *
   * @param numbers the weights times the divisor
   * @param divisor 1 if nothing is divided
   */
  public record Weights(Matrix numbers, long divisor) {
    /** Takes the smallest weight for 1 where it is less. */
    static Weights of(Kernel kernel) {
      float smallest = 1;
      for (float weight : kernel.weights()) {
        if (weight != 0) {
          smallest = Math.min(smallest, Math.abs(weight));
        }
      }
      long divisor = Math.round(1.0 / smallest);
      float[] numbers = new float[kernel.weights().length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = divisor * kernel.weights()[i];
      }
      return new Weights(new Matrix(kernel.height(), kernel.width(), numbers), divisor);
    }
  }

  static EdgeDetection compute(String name, Picture picture, Workers workers) {
    return new EdgeDetection(
        name,
        picture.width(),
        picture.height(),
        reduced(picture),
        Stream.concat(Stream.of("-1 1", "-1; 1"), Filter.names().stream())
            .map(filter -> filtered(filter, picture, workers))
            .toList());
  }

  private static Filtered filtered(String name, Picture picture, Workers workers) {
    Filter filter = Filter.of(name);
    Picture whole = filter.apply(picture, workers);
    Picture result = reduced(whole);
    double gain = gain(result);
    return new Filtered(
        name,
        filter.kernels().stream().map(Weights::of).toList(),
        whole.width(),
        whole.height(),
        gain,
        gain > 1 ? brightened(result, gain) : result);
  }

  /** How much brighter a dark result can be without more than a few pixels becoming white. */
  private static double gain(Picture picture) {
    if (picture.channels() > 1) {
      return 1;
    }
    float[] sorted = picture.plane(0).clone();
    Arrays.sort(sorted);
    double bright = sorted[(int) (BRIGHT * (sorted.length - 1))];
    double gain = Math.min(WHITE / Math.max(bright, 1), MOST_GAIN);
    return gain < LEAST_GAIN ? 1 : gain;
  }

  private static Picture brightened(Picture picture, double gain) {
    float[] plane = picture.plane(0).clone();
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) Math.min(WHITE, gain * plane[i]);
    }
    return new Picture(picture.width(), picture.height(), plane);
  }

  private static Picture reduced(Picture picture) {
    int longer = Math.max(picture.width(), picture.height());
    if (longer <= LONGEST) {
      return picture;
    }
    int width = Math.max(1, Math.round((float) picture.width() * LONGEST / longer));
    int height = Math.max(1, Math.round((float) picture.height() * LONGEST / longer));
    float[][] planes = new float[picture.channels()][];
    for (int i = 0; i < planes.length; i++) {
      planes[i] =
          AreaResize.resize(picture.plane(i), picture.height(), picture.width(), height, width);
    }
    return new Picture(width, height, planes);
  }
}
