package io.github.lanewise.bench.roofline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes of the data caches.
 *
 * @param l1 bytes, of each core
 * @param l2 bytes, of each core
 * @param l3 bytes, shared by the cores
 */
record Caches(long l1, long l2, long l3) {

  /**
   * Where the system does not tell: no larger than those of any processor with vectors of today.
   */
  static final Caches UNKNOWN = new Caches(32 << 10, 256 << 10, 8 << 20);

  private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");

  private static final Pattern SIZE = Pattern.compile("(\\d+)([KM]?)");

  /** The caches of this machine as Linux tells them, {@link #UNKNOWN} where it does not. */
  static Caches ofThisMachine() {
    return in(LINUX);
  }

  /** The caches that a folder describes in the manner of Linux's {@code /sys}. */
  static Caches in(Path folder) {
    long[] sizes = {0, UNKNOWN.l1, UNKNOWN.l2, UNKNOWN.l3};
    for (int index = 0; Files.isDirectory(folder.resolve("index" + index)); index++) {
      Path cache = folder.resolve("index" + index);
      try {
        int level = Integer.parseInt(Files.readString(cache.resolve("level")).strip());
        String type = Files.readString(cache.resolve("type")).strip();
        Matcher size = SIZE.matcher(Files.readString(cache.resolve("size")).strip());
        if (level < sizes.length && !type.equals("Instruction") && size.matches()) {
          sizes[level] = Long.parseLong(size.group(1)) << shift(size.group(2));
        }
      } catch (IOException | NumberFormatException e) {
        return UNKNOWN;
      }
    }
    return new Caches(sizes[1], sizes[2], sizes[3]);
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "K" -> 10;
      case "M" -> 20;
      default -> 0;
    };
  }
}
