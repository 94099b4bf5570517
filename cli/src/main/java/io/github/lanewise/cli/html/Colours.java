package io.github.lanewise.cli.html;

import io.github.lanewise.bench.lecture.Plane;
import io.github.lanewise.bench.picture.Picture;
import java.util.List;

/** Numbers as colours. */
public final class Colours {
  /** White for nothing, one colour for each sign: red, green, blue from 0 to 255. */
  private static final float[] NEGATIVE = {33, 102, 190};

  private static final float[] NOTHING = {250, 250, 250};
  private static final float[] POSITIVE = {200, 60, 30};

  private static final int STEPS = 32;

  private Colours() {}

  /**
   * Black for the smallest value, white for the largest.
   *
   * @param plane the numbers
   * @return the picture
   */
  public static Picture grey(Plane plane) {
    return grey(plane, plane.low(), plane.high());
  }

  /**
   * Black for one value, white for another.
   *
   * @param plane the numbers
   * @param black what is black, and all below
   * @param white what is white, and all above
   * @return the picture
   */
  public static Picture grey(Plane plane, float black, float white) {
    float[] grey = new float[plane.values().length];
    for (int i = 0; i < grey.length; i++) {
      float share = white == black ? 0 : (plane.values()[i] - black) / (white - black);
      grey[i] = 255 * Math.clamp(share, 0, 1);
    }
    return new Picture(plane.width(), plane.height(), grey);
  }

  /**
   * What is shown in full colour where several pictures share a scale.
   *
   * @param planes the numbers of all of them
   * @return the largest size of a number
   */
  public static float full(List<Plane> planes) {
    float full = 0;
    for (Plane plane : planes) {
      full = Math.max(full, Math.max(plane.high(), -plane.low()));
    }
    return full;
  }

  /**
   * The colours from below 0 to above.
   *
   * @return a picture one pixel high
   */
  public static Picture ramp() {
    float[] values = new float[2 * STEPS + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = i - STEPS;
    }
    return signed(new Plane(1, values.length, values), STEPS);
  }

  /**
   * White for 0, blue for what is below, red for what is above.
   *
   * @param plane the numbers
   * @param full size of a number in full colour
   * @return the picture
   */
  public static Picture signed(Plane plane, float full) {
    int count = plane.values().length;
    float[][] planes = new float[NOTHING.length][count];
    for (int i = 0; i < count; i++) {
      float share = full == 0 ? 0 : Math.clamp(plane.values()[i] / full, -1, 1);
      float[] colour = share < 0 ? NEGATIVE : POSITIVE;
      for (int c = 0; c < planes.length; c++) {
        planes[c][i] = NOTHING[c] + Math.abs(share) * (colour[c] - NOTHING[c]);
      }
    }
    return new Picture(plane.width(), plane.height(), planes);
  }
}
