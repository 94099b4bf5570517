package io.github.lanewise.bench.costtable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A number in a file that a fork counts up and the program reads, to show progress. */
final class RowCounter implements AutoCloseable {
  private static final VarHandle COUNT = ValueLayout.JAVA_LONG.varHandle();

  private final Arena arena = Arena.ofShared();
  private final MemorySegment number;

  private RowCounter(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      number = channel.map(MapMode.READ_WRITE, 0, Long.BYTES, arena);
    }
  }

  /** The counter in a file, which is made if need be. */
  static RowCounter in(Path file) throws IOException {
    return new RowCounter(file);
  }

  void add(long rows) {
    COUNT.getAndAdd(number, 0L, rows);
  }

  void reset() {
    COUNT.setVolatile(number, 0L, 0L);
  }

  long get() {
    return (long) COUNT.getVolatile(number, 0L);
  }

  @Override
  public void close() {
    arena.close();
  }
}
