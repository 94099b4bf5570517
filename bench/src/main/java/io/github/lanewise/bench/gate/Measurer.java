package io.github.lanewise.bench.gate;

import java.io.IOException;
import java.util.List;

/** Measures subjects once, in one JVM; tests of the decisions put in made-up figures. */
@FunctionalInterface
interface Measurer {
  /**
   * Measures.
   *
   * @param subjects names of what is measured
   * @return what came out
   * @throws IOException if it fails
   */
  ForkResult measure(List<String> subjects) throws IOException;
}
