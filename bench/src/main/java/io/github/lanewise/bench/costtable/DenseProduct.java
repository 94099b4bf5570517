package io.github.lanewise.bench.costtable;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.linalg.CsrMatrix;
import io.github.lanewise.kernels.linalg.SegmentMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The dense matrix, every zero of it read and multiplied. */
final class DenseProduct {
  /** Bytes of a strip: many requests to the disk at once, and still within most L3 caches. */
  private static final long STRIP_BYTES = 16L << 20;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private DenseProduct() {}

  /**
   * The product with the matrix in a given place.
   *
   * @param shape the convolution
   * @param storage where the matrix is to lie
   * @param folder where a file is to be made
   * @param counter counts rows while a product runs that takes long
   */
  static Product of(ConvShape shape, DenseStorage storage, Path folder, RowCounter counter)
      throws IOException {
    CsrMatrix entries = CsrMatrix.fromConvolution(shape, Slide.weights());
    return switch (storage) {
      case MEMORY -> new InMemory(entries);
      case MAPPED_FILE -> new Mapped(entries, MatrixFile.write(folder, storage, entries), counter);
      case FILE_STRIPS -> new Strips(entries, MatrixFile.write(folder, storage, entries), counter);
    };
  }

  private static int stripRows(CsrMatrix entries) {
    return (int)
        Math.clamp(STRIP_BYTES / Float.BYTES / entries.columns(), 1, (long) entries.rows());
  }

  /** In memory outside the heap, where it may be longer than a Java array. */
  private static final class InMemory implements Product {
    private final Arena arena = Arena.ofShared();
    private final SegmentMatrix matrix;

    InMemory(CsrMatrix entries) {
      MemorySegment values =
          arena.allocate((long) Float.BYTES * entries.rows() * entries.columns(), MatrixFile.BLOCK);
      for (int row = 0; row < entries.rows(); row++) {
        for (int k = entries.rowPointers()[row]; k < entries.rowPointers()[row + 1]; k++) {
          values.setAtIndex(
              FLOAT,
              (long) row * entries.columns() + entries.columnIndices()[k],
              entries.values()[k]);
        }
      }
      matrix = SegmentMatrix.of(entries.rows(), entries.columns(), values);
    }

    @Override
    public void compute(float[] x, float[] y, Workers workers) {
      matrix.multiply(x, y, workers);
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  /** In a mapped file. */
  private static final class Mapped implements Product {
    private final Arena arena = Arena.ofShared();
    private final MatrixFile file;
    private final SegmentMatrix matrix;
    private final int stripRows;
    private final RowCounter counter;

    Mapped(CsrMatrix entries, MatrixFile file, RowCounter counter) throws IOException {
      this.file = file;
      this.matrix = SegmentMatrix.of(entries.rows(), entries.columns(), file.map(arena));
      this.stripRows = stripRows(entries);
      this.counter = counter;
    }

    @Override
    public void compute(float[] x, float[] y, Workers workers) {
      for (int from = 0; from < matrix.rows(); from += stripRows) {
        int to = Math.min(matrix.rows(), from + stripRows);
        matrix.multiplyRows(from, to, x, y, workers);
        counter.add(to - from);
      }
    }

    @Override
    public void close() throws IOException {
      arena.close();
      file.close();
    }
  }

  /** In a file that is read strip by strip, each by one thread into a buffer of its own. */
  private static final class Strips implements Product {
    private final Arena arena = Arena.ofShared();
    private final MatrixFile file;
    private final int rows;
    private final int columns;
    private final int stripRows;
    private final RowCounter counter;
    private final Pool<Strip> strips = new Pool<>(Strip::new);

    Strips(CsrMatrix entries, MatrixFile file, RowCounter counter) {
      this.file = file;
      this.rows = entries.rows();
      this.columns = entries.columns();
      this.stripRows = stripRows(entries);
      this.counter = counter;
    }

    @Override
    public void compute(float[] x, float[] y, Workers workers) throws IOException {
      try {
        workers.run(
            (rows + stripRows - 1) / stripRows,
            (tile, scratch) -> {
              Strip strip = strips.take();
              strip.compute(tile * stripRows, x, y);
              strips.give(strip);
            });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    public void close() throws IOException {
      arena.close();
      file.close();
    }

    /** Room for one strip and its part of the result. */
    private final class Strip {
      private final MemorySegment buffer =
          arena.allocate(file.bufferBytes(stripRows), MatrixFile.BLOCK);

      void compute(int from, float[] x, float[] y) {
        int count = Math.min(stripRows, rows - from);
        float[] part = new float[count];
        try {
          SegmentMatrix.of(count, columns, file.read(from, count, buffer))
              .multiply(x, part, Workers.serial());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        System.arraycopy(part, 0, y, from, count);
        counter.add(count);
      }
    }
  }
}
