package io.github.lanewise.bench.contest;

import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.machine.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fork finds out besides times.
 *
 * @param machine the machine and the JVM
 * @param bytesPerCall heap that a call of each of Lanewise's contenders allocates, by its name
 * @param layouts the memory formats of each contender, by its name
 */
public record Facts(Machine machine, Map<String, Long> bytesPerCall, Map<String, String> layouts) {
  /** Windows of which the best counts: another thread of the JVM may allocate in some. */
  private static final int WINDOWS = 5;

  private static final long WINDOW_NANOS = 10_000_000;

  static Facts of(List<Contender> contenders, List<Contender> ours) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    for (Contender contender : ours) {
      bytes.put(contender.name(), bytesPerCall(contender));
    }
    Map<String, String> layouts = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      layouts.put(contender.name(), contender.layout());
    }
    return new Facts(Machine.here(), bytes, layouts);
  }

  void write(Path file) throws IOException {
    Json.write(file, this);
  }

  static Facts read(Path file) throws IOException {
    return Json.read(file, Facts.class);
  }

  /** The heap that a call allocates. */
  static long bytesPerCall(Contender contender) {
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    for (int window = 0; window < WINDOWS; window++) {
      long calls = 0;
      long end = System.nanoTime() + WINDOW_NANOS;
      long before = bean.getTotalThreadAllocatedBytes();
      do {
        contender.run();
        calls++;
      } while (System.nanoTime() < end);
      long allocated = bean.getTotalThreadAllocatedBytes() - before;
      best = Math.min(best, Math.ceilDiv(allocated, calls));
    }
    return best;
  }
}
