package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.SegmentRows;
import java.lang.foreign.MemorySegment;

/**
 * A dense matrix {@code [rows][columns]} of little-endian 32-bit floats in a memory segment, the
 * caller's: over 2³¹ elements, outside the heap, or a mapped file.
 *
 * <p>Segments over Java arrays are refused: one of them is enough for C2 to compile the loads of
 * all for either kind, several times slower.
 *
 * <p>On more than one thread the segment must be open to all of them: one of a shared or global
 * arena, not of a confined one.
 */
public final class SegmentMatrix extends Matrix {
  private final MemorySegment values;

  private SegmentMatrix(int rows, int columns, MemorySegment values) {
    super(rows, columns);
    if (values == null || values.byteSize() != bytes()) {
      throw new IllegalArgumentException(
          "values "
              + (values == null ? "is null" : "has " + values.byteSize() + " bytes")
              + ", expected "
              + bytes()
              + " = 4·"
              + rows
              + "·"
              + columns
              + " bytes [rows][columns]");
    }
    if (!values.isNative()) {
      throw new IllegalArgumentException(
          "values is a segment over a Java array, expected native or mapped memory; DenseMatrix takes"
              + " arrays");
    }
    this.values = values;
  }

  /**
   * A matrix over the caller's segment.
   *
   * @param rows rows, at least 1
   * @param columns columns, at least 1
   * @param values {@code [rows][columns]} little-endian floats; kept, not copied
   * @return the matrix
   * @throws IllegalArgumentException if a size is below 1, the segment has another size, or it is
   *     over a Java array
   */
  public static SegmentMatrix of(int rows, int columns, MemorySegment values) {
    return new SegmentMatrix(rows, columns, values);
  }

  @Override
  public long storedFloats() {
    return (long) rows() * columns();
  }

  @Override
  public long bytes() {
    return Float.BYTES * storedFloats();
  }

  @Override
  public long multipliesAndAdds() {
    return rows() * (2L * columns() - 1);
  }

  @Override
  int rowStep() {
    return SegmentRows.ROWS;
  }

  @Override
  void rows(int from, int to, float[] x, float[] y, Scratch scratch) {
    if (Lanes.vectorised()) {
      SegmentRows.run(from, to, columns(), values, x, y, scratch.floats(0, 5 * Lanes.floats()));
    } else {
      ReferenceLinalg.segmentRows(from, to, columns(), values, x, y);
    }
  }
}
