package io.github.lanewise.bench.doctor;

/**
 * One thing that was looked at.
 *
 * @param what what was looked at
 * @param found what was found
 * @param fix what to do about it; empty if all is well
 */
public record Finding(String what, String found, String fix) {
  /** All is well. */
  static Finding well(String what, String found) {
    return new Finding(what, found, "");
  }

  /**
   * Whether there is nothing to do.
   *
   * @return true if all is well
   */
  public boolean isWell() {
    return fix.isEmpty();
  }
}
