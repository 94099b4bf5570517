package io.github.lanewise.kernels.lanes;

import jdk.incubator.vector.FloatVector;

/** Asks the Vector API; apart from {@link Lanes} so that only this class needs the module. */
final class PreferredLanes {
  private PreferredLanes() {}

  /** Width of the JVM's preferred float vector; scalable vectors over 512 bits are cut to 512. */
  static int bits() {
    return Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }
}
