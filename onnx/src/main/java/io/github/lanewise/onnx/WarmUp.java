package io.github.lanewise.onnx;

import io.github.lanewise.kernels.conv.Convolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Has the JVM compile what first runs are made of while the first model is read, where there is a
 * second processor to do so and the model is worth it: an answer of little work is there before.
 */
final class WarmUp {
  /** A file whose weights alone are worth it, bytes. */
  private static final long LARGE_FILE = 1 << 17;

  /** Work that is worth it, multiply-adds: some tenths of a second float by float. */
  private static final long MUCH_WORK = 10_000_000;

  private WarmUp() {}

  /** Before a file is read, when its size is all that is known. Does not wait. */
  static void beforeReading(Path file) throws IOException {
    if (Files.size(file) >= LARGE_FILE) {
      Compiling.start();
    }
  }

  /** Before a model runs. Does not wait. */
  static void beforeRunning(long multiplyAdds) {
    if (multiplyAdds >= MUCH_WORK) {
      Compiling.start();
    }
  }

  /** Starts once in a JVM, when this class is initialised. */
  private static final class Compiling {
    static {
      if (Runtime.getRuntime().availableProcessors() > 1) {
        Thread.ofPlatform().daemon().name("lanewise-warm-up").start(Convolution::warmUpPlain);
      }
    }

    static void start() {
      // the class was initialised by this call
    }
  }
}
