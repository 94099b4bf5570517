package io.github.lanewise.bench.roofline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachesTest {

  @TempDir Path folder;

  @Test
  void readsWhatLinuxTells() throws IOException {
    cache(0, "1", "Data", "48K");
    cache(1, "1", "Instruction", "64K");
    cache(2, "2", "Unified", "1024K");
    cache(3, "3", "Unified", "32M");
    assertThat(Caches.in(folder)).isEqualTo(new Caches(48 << 10, 1 << 20, 32 << 20));
  }

  @Test
  void assumesWhatIsNotTold() throws IOException {
    assertThat(Caches.in(folder)).isEqualTo(Caches.UNKNOWN);
    cache(0, "1", "Data", "64K");
    assertThat(Caches.in(folder))
        .isEqualTo(new Caches(64 << 10, Caches.UNKNOWN.l2(), Caches.UNKNOWN.l3()));
    cache(1, "two", "Unified", "512K");
    assertThat(Caches.in(folder)).isEqualTo(Caches.UNKNOWN);
  }

  private void cache(int index, String level, String type, String size) throws IOException {
    Path cache = Files.createDirectory(folder.resolve("index" + index));
    Files.writeString(cache.resolve("level"), level + "\n");
    Files.writeString(cache.resolve("type"), type + "\n");
    Files.writeString(cache.resolve("size"), size + "\n");
  }
}
