package io.github.lanewise.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.testing.Allocation;
import io.github.lanewise.kernels.testing.Threads;
import io.github.lanewise.kernels.testing.Values;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dense matrix times vector over memory segments. */
class SegmentMatrixTest {
  private static final Workers SERIAL = Workers.serial();
  private static final ValueLayout.OfFloat LITTLE_ENDIAN =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Property(tries = 100)
  void rowsHaveTheBitsOfTheDenseMatrix(
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 200) int columns,
      @ForAll @IntRange(max = 999) int seed) {
    float[] a = Values.gaussian(seed, rows * columns);
    float[] x = Values.gaussian(seed + 1, columns);
    float[] expected = new float[rows];
    DenseMatrix.of(rows, columns, a).multiply(x, expected, SERIAL);
    try (Arena arena = Arena.ofConfined()) {
      float[] y = new float[rows];
      SegmentMatrix.of(rows, columns, segment(arena, a)).multiply(x, y, SERIAL);
      assertThat(y).isEqualTo(expected);
    }
  }

  @Test
  void theReferenceReadsLittleEndian() {
    MemorySegment bytes =
        MemorySegment.ofArray(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
    float[] y = new float[1];
    ReferenceLinalg.segmentRows(0, 1, 2, bytes, new float[] {10, 100}, y);
    assertThat(y).containsExactly(210);
  }

  @Test
  void rowsBeyondFourGigabytesOfAMappedFileAreFound(@TempDir Path folder) throws IOException {
    int rows = 40_000;
    int columns = 40_000;
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("matrix").toFile(), "rw");
        Arena arena = Arena.ofShared()) {
      file.setLength(4L * rows * columns); // holes: takes no room
      MemorySegment values = file.getChannel().map(MapMode.READ_WRITE, 0, file.length(), arena);
      values.setAtIndex(LITTLE_ENDIAN, (long) (rows - 2) * columns + 3, 5);
      values.setAtIndex(LITTLE_ENDIAN, (long) rows * columns - 1, 7);
      SegmentMatrix matrix = SegmentMatrix.of(rows, columns, values);
      float[] x = new float[columns];
      x[3] = 10;
      x[columns - 1] = 100;
      float[] y = new float[rows];
      matrix.multiplyRows(rows - 3, rows, x, y, SERIAL);
      assertThat(matrix.bytes()).isEqualTo(6_400_000_000L);
      assertThat(y[rows - 3]).isZero();
      assertThat(y[rows - 2]).isEqualTo(50);
      assertThat(y[rows - 1]).isEqualTo(700);
    }
  }

  @Test
  void theNumberOfThreadsLeavesTheBitsAlone() {
    int rows = 411;
    int columns = 777;
    float[] x = Values.gaussian(2, columns);
    try (Arena arena = Arena.ofShared()) {
      SegmentMatrix a =
          SegmentMatrix.of(rows, columns, segment(arena, Values.gaussian(1, rows * columns)));
      Threads.sameBits(
          workers -> {
            float[] y = new float[rows];
            a.multiply(x, y, workers);
            return y;
          });
    }
  }

  @Test
  void callsAllocateNothing() {
    int rows = 45;
    int columns = 333;
    float[] x = Values.gaussian(2, columns);
    float[] y = new float[rows];
    try (Arena arena = Arena.ofConfined()) {
      SegmentMatrix a =
          SegmentMatrix.of(rows, columns, segment(arena, Values.gaussian(1, rows * columns)));
      Allocation.none("multiply", () -> a.multiply(x, y, SERIAL));
    }
  }

  @Test
  void costsAreThoseOfTheLecture() {
    MemorySegment values = Arena.ofAuto().allocate(4 * 320 * 280);
    SegmentMatrix row = SegmentMatrix.of(1, 320 * 280, values);
    assertThat(319 * 280 * row.multipliesAndAdds()).isEqualTo(16_006_054_680L);
    assertThat(319 * 280 * row.storedFloats()).isEqualTo(8_003_072_000L);
  }

  @Test
  void aSegmentOfAnotherSizeIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentMatrix.of(3, 5, MemorySegment.ofArray(new byte[59])))
        .withMessage("values has 59 bytes, expected 60 = 4·3·5 bytes [rows][columns]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentMatrix.of(3, 5, null))
        .withMessageContaining("values is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentMatrix.of(3, 5, MemorySegment.ofArray(new byte[60])))
        .withMessageContaining("expected native or mapped memory")
        .withMessageContaining("DenseMatrix");
  }

  private static MemorySegment segment(Arena arena, float[] values) {
    MemorySegment segment = arena.allocate(4L * values.length, 4);
    for (int i = 0; i < values.length; i++) {
      segment.setAtIndex(LITTLE_ENDIAN, i, values[i]);
    }
    return segment;
  }
}
