package io.github.lanewise.bench.costtable;

/** Where the dense matrix lies while it is measured. */
public enum DenseStorage {
  /** In memory. */
  MEMORY("in memory"),

  /** In a sparse file, mapped into memory, which the system's file cache can hold whole. */
  MAPPED_FILE("as a sparse file, mapped into memory"),

  /**
   * In a sparse file that is larger than memory and read strip by strip past the file cache:
   * mapped, it would fill and empty that cache over and over, for minutes, at the cost of all else
   * on the machine.
   */
  FILE_STRIPS("as a sparse file, larger than memory, read strip by strip");

  private final String words;

  DenseStorage(String words) {
    this.words = words;
  }

  /**
   * The storage in words.
   *
   * @return the end of a sentence
   */
  public String words() {
    return words;
  }
}
