package io.github.lanewise.kernels.lanes;

import java.lang.System.Logger.Level;

/**
 * The vector lanes that the kernels use in this JVM, decided once when the class is loaded.
 *
 * <p>Two system properties force a choice: {@code lanewise.simd=off} runs the naive references,
 * {@code lanewise.vectorBits=128|256|512} sets the width (a width that the processor lacks is
 * emulated by the JVM, rightly but very slowly). This class loads without the Vector API module, so
 * that its absence can be told rather than thrown.
 */
public final class Lanes {
  /** Name of the module that holds the Vector API. */
  private static final String MODULE = "jdk.incubator.vector";

  private static final String SIMD = "lanewise.simd";
  private static final String VECTOR_BITS = "lanewise.vectorBits";

  private static final int BITS;
  private static final String REASON;

  static {
    String simd = System.getProperty(SIMD, "on");
    if (!simd.equals("on") && !simd.equals("off")) {
      throw new IllegalArgumentException(SIMD + " is '" + simd + "', expected on or off");
    }
    if (simd.equals("off")) {
      BITS = 0;
      REASON = "switched off by -D" + SIMD + "=off";
    } else if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      BITS = 0;
      REASON = "the JVM runs without the Vector API; start it with --add-modules " + MODULE;
      System.getLogger("io.github.lanewise.kernels")
          .log(
              Level.WARNING,
              "Lanewise computes with slow reference loops: start Java with --add-modules "
                  + MODULE);
    } else {
      int preferred = PreferredLanes.bits();
      String forced = System.getProperty(VECTOR_BITS);
      if (forced == null) {
        BITS = preferred;
        REASON = "the widest that the JVM reports for this processor";
      } else {
        BITS = parse(forced);
        REASON = "set by -D" + VECTOR_BITS + "=" + forced + " (the JVM prefers " + preferred + ")";
      }
    }
  }

  private Lanes() {}

  private static int parse(String bits) {
    return switch (bits) {
      case "128" -> 128;
      case "256" -> 256;
      case "512" -> 512;
      default ->
          throw new IllegalArgumentException(
              VECTOR_BITS + " is '" + bits + "', expected 128, 256 or 512");
    };
  }

  /**
   * Whether kernels run on the Vector API; otherwise the references run.
   *
   * @return true with the module present and not switched off
   */
  public static boolean vectorised() {
    return BITS > 0;
  }

  /**
   * Width of a vector.
   *
   * @return 128, 256 or 512 bits; 0 without vectors
   */
  public static int bits() {
    return BITS;
  }

  /**
   * Lanes of a vector of floats.
   *
   * @return 4, 8 or 16; 1 without vectors
   */
  public static int floats() {
    return BITS > 0 ? BITS / Float.SIZE : 1;
  }

  /**
   * Why the width is what it is, for people.
   *
   * @return one clause
   */
  public static String reason() {
    return REASON;
  }
}
