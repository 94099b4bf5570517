package io.github.lanewise.bench.costtable;

import io.github.lanewise.kernels.linalg.CsrMatrix;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * A dense matrix {@code [rows][columns]} of little-endian floats as a sparse file: as long as the
 * matrix with all its zeros, but only blocks with other values take room on the disk. Readers get
 * every zero.
 *
 * <p>The file has no name once it is open, so nothing is left of it when this process ends, however
 * it ends.
 */
final class MatrixFile implements Closeable {
  /** Alignment of reads past the file cache: no file system of today has larger blocks. */
  static final int BLOCK = 4096;

  /** Length of the hole by which a file system shows whether it keeps holes. */
  private static final long HOLE = 64L << 20;

  private final int columns;
  private final long bytes;
  private final FileChannel reader;

  private MatrixFile(int columns, long bytes, FileChannel reader) {
    this.columns = columns;
    this.bytes = bytes;
    this.reader = reader;
  }

  /** What a matrix with values in one or two blocks of each row takes on a disk at most, bytes. */
  static long bytesOnDisk(long rows) {
    return 2 * BLOCK * rows + HOLE;
  }

  /**
   * Checks that a folder can hold a matrix as a sparse file.
   *
   * @param folder where the file is to be
   * @param storage how it is to be read
   * @param rows rows of the matrix
   * @throws IOException if there is too little room or the file system keeps no holes; the message
   *     says what helps
   */
  static void check(Path folder, DenseStorage storage, long rows) throws IOException {
    long needed = bytesOnDisk(rows);
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (usable < needed) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %,d MB free, expected at least %,d MB for the dense matrix as a sparse file;"
                  + " name another folder by --temp or use --dense scaled",
              folder,
              usable >> 20,
              needed >> 20));
    }
    Path file = unusedName(folder);
    try (FileChannel writer = openWriter(file);
        FileChannel _ = openReader(file, storage)) {
      Files.delete(file);
      writer.write(ByteBuffer.allocate(1), HOLE - 1);
      writer.force(true);
      if (usable - Files.getFileStore(folder).getUsableSpace() >= HOLE) {
        throw new IOException(
            folder
                + " is on a file system without sparse files, so the zeros of the dense matrix would"
                + " really be written; name another folder by --temp or use --dense scaled");
      }
    }
  }

  /**
   * Writes a matrix.
   *
   * @param folder where to make the file
   * @param storage how it is to be read
   * @param matrix the values that are not 0
   * @throws IOException if the folder has too little room or its file system cannot do it
   */
  static MatrixFile write(Path folder, DenseStorage storage, CsrMatrix matrix) throws IOException {
    long bytes = (long) Float.BYTES * matrix.rows() * matrix.columns();
    Path file = unusedName(folder);
    try (FileChannel writer = openWriter(file)) {
      FileChannel reader = openReader(file, storage);
      Files.delete(file);
      try {
        fill(writer, bytes, matrix);
      } catch (IOException e) {
        reader.close();
        throw e;
      }
      return new MatrixFile(matrix.columns(), bytes, reader);
    }
  }

  private static Path unusedName(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "matrix", null);
    Files.delete(file);
    return file;
  }

  private static FileChannel openWriter(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE_NEW, // holes are only asked for in a new file
        StandardOpenOption.SPARSE,
        StandardOpenOption.WRITE);
  }

  private static FileChannel openReader(Path file, DenseStorage storage) throws IOException {
    if (storage == DenseStorage.MAPPED_FILE || MatrixPlace.inMemory(file.getParent())) {
      return FileChannel.open(file, StandardOpenOption.READ);
    }
    try {
      return FileChannel.open(file, StandardOpenOption.READ, pastCache());
    } catch (IOException | UnsupportedOperationException e) {
      Files.deleteIfExists(file);
      throw new IOException(
          file.getParent()
              + " is on a file system whose files cannot be read past the cache, which the dense"
              + " matrix would overflow; name another folder by --temp or use --dense scaled",
          e);
    }
  }

  /**
   * {@code ExtendedOpenOption.DIRECT}; by name, because javac warns of its class and has no switch.
   */
  private static OpenOption pastCache() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return (OpenOption) options.getField("DIRECT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException("this JVM cannot read past the file cache", e);
    }
  }

  /** Writes the values that are not 0; neighbours in one go. */
  private static void fill(FileChannel writer, long bytes, CsrMatrix matrix) throws IOException {
    // The file ends at a block, so that reads of whole blocks never meet its end.
    writer.write(ByteBuffer.allocate(1), (bytes + BLOCK - 1) / BLOCK * BLOCK - 1);
    int[] rowPointers = matrix.rowPointers();
    int[] columnIndices = matrix.columnIndices();
    float[] values = matrix.values();
    ByteBuffer run = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < matrix.rows(); row++) {
      for (int k = rowPointers[row]; k < rowPointers[row + 1]; ) {
        long at = Float.BYTES * ((long) row * matrix.columns() + columnIndices[k]);
        run.clear();
        do {
          run.putFloat(values[k++]);
        } while (k < rowPointers[row + 1]
            && columnIndices[k] == columnIndices[k - 1] + 1
            && run.hasRemaining());
        run.flip();
        while (run.hasRemaining()) {
          at += writer.write(run, at);
        }
      }
    }
  }

  /** The whole matrix, mapped; closed with the arena. */
  MemorySegment map(Arena arena) throws IOException {
    return reader.map(MapMode.READ_ONLY, 0, bytes, arena);
  }

  /** Bytes of a buffer that {@link #read} needs for a number of rows. */
  long bufferBytes(int rows) {
    return (long) Float.BYTES * rows * columns + 2 * BLOCK;
  }

  /**
   * Reads rows past the file cache.
   *
   * @param from first row
   * @param rows number of rows
   * @param buffer at least {@link #bufferBytes} long, aligned to {@link #BLOCK}
   * @return the part of the buffer that holds the rows
   */
  MemorySegment read(int from, int rows, MemorySegment buffer) throws IOException {
    long first = (long) Float.BYTES * from * columns;
    long length = (long) Float.BYTES * rows * columns;
    long position = first / BLOCK * BLOCK;
    long end = (first + length + BLOCK - 1) / BLOCK * BLOCK;
    ByteBuffer bytes = buffer.asSlice(0, end - position).asByteBuffer();
    while (bytes.hasRemaining()) {
      if (reader.read(bytes, position + bytes.position()) < 0) {
        throw new IOException("the matrix file ends early, at byte " + reader.size());
      }
    }
    return buffer.asSlice(first - position, length);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
