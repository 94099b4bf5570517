package io.github.lanewise.bench.lecture;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.lanewise.bench.picture.Filter;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.data.AreaResize;
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
    String name,
    int width,
    int height,
    @JsonIgnore Picture picture,
    List<Filtered> filtered) {

  /** Longer side of a picture on the page at most, pixels. */
  private static final int LONGEST = 640;

  /**
   * A picture, filtered.
   *
   * @param filter name of the filter or its weights
   * @param picture the result, made smaller for the page if it is large
   */
  public record Filtered(String filter, @JsonIgnore Picture picture) {}

  static EdgeDetection compute(String name, Picture picture, Workers workers) {
    return new EdgeDetection(
        name,
        picture.width(),
        picture.height(),
        reduced(picture),
        Stream.concat(Stream.of("-1 1", "-1; 1"), Filter.names().stream())
            .map(
                filter ->
                    new Filtered(filter, reduced(Filter.of(filter).apply(picture, workers))))
            .toList());
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
