package io.github.lanewise.bench.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;

/** The PyTorch engine of this process: loaded offline. */
final class Torch {
  /**
   * PyTorch allocates the result of every call. From 32 MiB on, glibc by default maps such memory
   * anew and returns it at once; the page faults then cost up to seven times what the convolution
   * does. These settings make it keep the memory, and must be in the environment of the process.
   */
  private static final Map<String, String> KEEP_MEMORY =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_THRESHOLD_", "1073741824",
          "MALLOC_TRIM_THRESHOLD_", "8589934592");

  private static final long MAPPED_BYTES = 32L << 20;

  static {
    // Read when the engine loads: take libtorch from the class path, report to nobody.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }

  private Torch() {}

  /** A manager of arrays; closing it frees them. */
  static NDManager newManager() {
    return Engine.getEngine("PyTorch").newBaseManager();
  }

  /** Sets the threads of operators that the calling thread runs, and whether it takes gradients. */
  static void configureCallingThread(int threads, boolean gradients) {
    JniUtils.setNumThreads(threads);
    JniUtils.setGradMode(gradients);
  }

  /** Refuses results so large that glibc's defaults would be timed instead of PyTorch. */
  static void requireKeptMemory(String what, long floats) {
    if (floats * Float.BYTES >= MAPPED_BYTES
        && !System.getenv().entrySet().containsAll(KEEP_MEMORY.entrySet())) {
      throw new IllegalStateException(
          ("%s makes PyTorch allocate %d MiB in every run, which glibc would map and unmap each"
                  + " time; start Java with the environment %s")
              .formatted(what, (floats * Float.BYTES) >> 20, KEEP_MEMORY));
    }
  }
}
