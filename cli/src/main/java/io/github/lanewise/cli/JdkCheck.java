package io.github.lanewise.cli;

import java.io.PrintStream;

/** Warns on a JDK that can corrupt results: the G1 collector of 25.0.0 to 25.0.2 (JDK-8377811). */
final class JdkCheck {

  private static final Runtime.Version FIRST_SAFE = Runtime.Version.parse("25.0.3");

  private JdkCheck() {}

  /** Prints one line to {@code err} if {@code running} has the bug, else nothing. */
  static void warnIfUnsafe(Runtime.Version running, PrintStream err) {
    if (running.feature() == FIRST_SAFE.feature()
        && running.compareToIgnoreOptional(FIRST_SAFE) < 0) {
      err.printf(
          "lanewise: Java %s has a garbage collector bug that can corrupt data; use %s or newer.%n",
          running, FIRST_SAFE);
    }
  }
}
