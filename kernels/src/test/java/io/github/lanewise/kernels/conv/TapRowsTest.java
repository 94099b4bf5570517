package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.shape.Window;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The order of rows that taps share. */
class TapRowsTest {
  @Property(tries = 200)
  void eachTapFindsItsRowsOneAfterTheOther(
      @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll @IntRange(min = 1, max = 6) int outputs,
      @ForAll @IntRange(max = 4) int from) {
    Window window = new Window(100, kernel, stride, dilation, 0, 0);
    TapRows rows = new TapRows(window, from % kernel, kernel, outputs);
    for (int tap = rows.from(); tap < rows.to(); tap++) {
      for (int output = 0; output < outputs; output++) {
        assertThat(rows.inputRow(rows.at(tap) + output))
            .isEqualTo(output * stride + tap * dilation);
      }
    }
  }

  @Property(tries = 50)
  void everyRowThatATapReadsIsThereOnceAndNoOther(
      @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 1, max = 9) int dilation,
      @ForAll @IntRange(min = 1, max = 6) int outputs) {
    TapRows rows = new TapRows(new Window(100, kernel, stride, dilation, 0, 0), 0, kernel, outputs);
    Set<Integer> read = new HashSet<>();
    for (int tap = 0; tap < kernel; tap++) {
      for (int output = 0; output < outputs; output++) {
        read.add(output * stride + tap * dilation);
      }
    }
    assertThat(IntStream.range(0, rows.count()).mapToObj(rows::inputRow))
        .containsExactlyInAnyOrderElementsOf(read);
  }
}
