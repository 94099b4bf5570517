package io.github.lanewise.bench.lecture;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.lanewise.bench.picture.Filter;
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
   * @param gain how many times brighter the picture is made to be seen, 1 for as it is
   * @param picture the result, made smaller for the page if it is large
   */
  public record Filtered(String filter, double gain, @JsonIgnore Picture picture) {}

  static EdgeDetection compute(String name, Picture picture, Workers workers) {
    return new EdgeDetection(
        name,
        picture.width(),
        picture.height(),
        reduced(picture),
        Stream.concat(Stream.of("-1 1", "-1; 1"), Filter.names().stream())
            .map(filter -> brightened(filter, reduced(Filter.of(filter).apply(picture, workers))))
            .toList());
  }

  /** Makes dark results so bright that only a few pixels are white. */
  private static Filtered brightened(String filter, Picture picture) {
    if (picture.channels() > 1) {
      return new Filtered(filter, 1, picture);
    }
    float[] sorted = picture.plane(0).clone();
    Arrays.sort(sorted);
    double bright = sorted[(int) (BRIGHT * (sorted.length - 1))];
    double gain = Math.min(WHITE / Math.max(bright, 1), MOST_GAIN);
    if (gain < LEAST_GAIN) {
      return new Filtered(filter, 1, picture);
    }
    float[] plane = new float[sorted.length];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) Math.min(WHITE, gain * picture.plane(0)[i]);
    }
    return new Filtered(filter, gain, new Picture(picture.width(), picture.height(), plane));
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
