package io.github.lanewise.bench.lecture;

/**
 * A picture, pooled.
 *
 * @param kind maximum or average
 * @param kernel side of the window, pixels
 * @param stride pixels from one window to the next
 * @param output what comes out
 */
public record Pooled(Kind kind, int kernel, int stride, Plane output) {
  /** How a window becomes one number. */
  public enum Kind {
    /** Its largest value. */
    MAX("max"),
    /** Its mean. */
    AVERAGE("average");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /**
     * What people call it.
     *
     * @return max or average
     */
    public String title() {
      return title;
    }
  }
}
