package io.github.lanewise.bench.costtable;

/** The columns of the table: ways to compute the same convolution. */
public enum Column {
  /** A matrix with a row for each output and a column for each input, zeros written out. */
  DENSE("Dense matrix"),

  /** The same matrix without its zeros: compressed sparse rows. */
  SPARSE("Sparse matrix"),

  /** The kernel, slid over the picture. */
  CONVOLUTION("Convolution");

  private final String title;

  Column(String title) {
    this.title = title;
  }

  /**
   * The heading on the slide.
   *
   * @return for people
   */
  public String title() {
    return title;
  }
}
