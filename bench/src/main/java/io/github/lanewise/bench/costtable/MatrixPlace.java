package io.github.lanewise.bench.costtable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a dense matrix is to lie.
 *
 * @param storage how
 * @param folder where a file is to be made
 */
record MatrixPlace(DenseStorage storage, Path folder) {
  /** A matrix up to this size is kept in memory, bytes. */
  private static final long IN_MEMORY = 1L << 30;

  /**
   * Linux's file system in memory: no disk has to write, read and discard a sparse file's blocks.
   */
  private static final Path MEMORY_FOLDER = Path.of("/dev/shm");

  /**
   * The best place for a matrix.
   *
   * @param rows rows
   * @param bytes size with all its zeros
   * @param memory size of the machine's memory, bytes
   * @param named the folder that the user names, if any
   */
  static MatrixPlace choose(long rows, long bytes, long memory, Optional<Path> named)
      throws IOException {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    if (fitsMemory(bytes, memory)) {
      return new MatrixPlace(DenseStorage.MEMORY, temp);
    }
    boolean cacheable = bytes <= memory / 3 * 2;
    Path folder =
        named.orElse(!cacheable && hasRoom(MEMORY_FOLDER, rows, memory) ? MEMORY_FOLDER : temp);
    // Reading a hole through a mapping takes a page of memory; a file in memory never gives it
    // back.
    return new MatrixPlace(
        cacheable && !inMemory(folder) ? DenseStorage.MAPPED_FILE : DenseStorage.FILE_STRIPS,
        folder);
  }

  /** Whether a matrix is small enough to be kept in memory. */
  static boolean fitsMemory(long bytes, long memory) {
    return bytes <= largestInMemory(memory);
  }

  /** Size of the largest matrix that is kept in memory, bytes. */
  static long largestInMemory(long memory) {
    return Math.min(IN_MEMORY, memory / 4);
  }

  private static boolean hasRoom(Path folder, long rows, long memory) throws IOException {
    long needed = MatrixFile.bytesOnDisk(rows);
    return Files.isDirectory(folder)
        && Files.isWritable(folder)
        && inMemory(folder)
        && needed <= Files.getFileStore(folder).getUsableSpace() / 2
        && needed <= memory / 8;
  }

  /** Whether a folder's files lie in memory. */
  static boolean inMemory(Path folder) throws IOException {
    return Files.getFileStore(folder).type().equals("tmpfs");
  }
}
