package io.github.lanewise.bench.lecture;

/**
 * Something pooled.
 *
 * @param kind maximum or average
 * @param kernel side of the window, pixels
 * @param stride pixels from one window to the next
 * @param output what comes out
 * @param <T> how it is kept: as a picture or as numbers to be read
 */
public record Pooled<T>(Kind kind, int kernel, int stride, T output) {
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
