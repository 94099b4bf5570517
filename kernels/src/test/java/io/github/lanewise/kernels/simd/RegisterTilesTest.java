package io.github.lanewise.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.simd.Taps.Walk;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each kind of register tile against plain loops, on small integers. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class RegisterTilesTest {
  /** Runs of 1 to this many pixels meet every size, each alone and next to its neighbours. */
  private static final int MOST_PIXELS = 23;

  /** What lies around the outputs of a tile and must stay. */
  private static final float OUTSIDE = -77;

  private static final int[] OFFSETS = {2, 9, 4, 30};

  /** As where the first taps lie on padding: not all of them count. */
  private static final int FROM = 1;

  private static final int TO = 4;
  private static final int X_STEP = 11;

  /** Outside the array; the taps lead back into it. */
  private static final int X_AT = -2;

  private static final int Y_AT = 3;
  private static final int W_AT = 5;
  private static final int BIAS_AT = 2;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "LINE")
  void everyKindSumsItsTapsAndStoresItsChannelsAlone(Walk walk) {
    for (int width : widths()) {
      for (int pixels = 1; pixels <= MOST_PIXELS; pixels++) {
        for (int epilogue = 0; epilogue < 8; epilogue++) {
          check(pixels, walk, false, width, epilogue);
          if (walk == Walk.FLAT) {
            check(pixels, walk, true, width, epilogue);
          }
        }
      }
    }
  }

  /** Around whole vectors, as many as there are registers for. */
  private static int[] widths() {
    int l = Simd.L;
    return RegisterTiles.wide()
        ? new int[] {1, l - 1, l, l + 1, 2 * l - 1, 2 * l, 3 * l - 1, 3 * l, 4 * l - 1, 4 * l}
        : new int[] {1, l - 1, l, l + 1, 2 * l - 1, 2 * l};
  }

  /** A line is one run whose distance between pixels is built in, where registers allow it. */
  @Test
  void aLineIsARun() {
    int length = 7;
    Taps run = Taps.run(length);
    Taps line = Taps.line(length, X_STEP);
    assertThat(line.walk).isEqualTo(RegisterTiles.wide() ? Walk.LINE : Walk.RUNS);
    for (int width : widths()) {
      float[] w = Values.integers(width, length * Simd.vectors(width) * Simd.L);
      for (int pixels = 1; pixels <= MOST_PIXELS; pixels++) {
        float[] x = Values.integers(pixels, pixels * X_STEP);
        for (boolean relu : new boolean[] {false, true}) {
          float[] expected = new float[pixels * width];
          float[] y = new float[pixels * width];
          RegisterTiles.run(
              pixels, x, 0, X_STEP, run, 0, 1, w, 0, expected, 0, width, width, null, 0, null,
              relu);
          RegisterTiles.run(
              pixels, x, 0, X_STEP, line, 0, 1, w, 0, y, 0, width, width, null, 0, null, relu);
          assertThat(y).as("%d pixels by %d channels", pixels, width).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void noPixelsIsNoWork() {
    float[] none = {};
    RegisterTiles.run(
        0, none, 0, 0, Taps.run(1), 0, 1, none, 0, none, 0, 0, 1, null, 0, null, true);
  }

  private static void check(int pixels, Walk walk, boolean stepBuiltIn, int width, int epilogue) {
    int columns = Simd.vectors(width) * Simd.L;
    int length = walk == Walk.RUNS ? 3 : 1;
    int between = walk == Walk.LISTED ? 2 : 1;
    int[] weightOffsets = new int[OFFSETS.length];
    for (int tap = 0; tap < OFFSETS.length; tap++) {
      weightOffsets[tap] = tap * between * length * columns;
    }
    Taps taps =
        stepBuiltIn
            ? Taps.flat(OFFSETS, X_STEP)
            : new Taps(OFFSETS, weightOffsets, length, columns);
    assertThat(taps.walk).isEqualTo(walk);
    int yStep = width + 2;
    float[] x = Values.integers(pixels, 40 + pixels * X_STEP);
    float[] w = Values.integers(width, W_AT + OFFSETS.length * between * length * columns);
    float[] bias = (epilogue & 1) != 0 ? Values.integers(3, BIAS_AT + width) : null;
    float[] residual = (epilogue & 2) != 0 ? Values.integers(4, Y_AT + pixels * yStep) : null;
    boolean relu = (epilogue & 4) != 0;
    float[] y = new float[Y_AT + pixels * yStep];
    Arrays.fill(y, OUTSIDE);
    float[] expected = y.clone();
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < width; c++) {
        float sum = bias == null ? 0 : bias[BIAS_AT + c];
        for (int tap = FROM; tap < TO; tap++) {
          for (int i = 0; i < length; i++) {
            sum +=
                x[X_AT + p * X_STEP + OFFSETS[tap] + i]
                    * w[W_AT + weightOffsets[tap] + i * columns + c];
          }
        }
        int at = Y_AT + p * yStep + c;
        sum += residual == null ? 0 : residual[at];
        expected[at] = relu ? Math.max(0, sum) : sum;
      }
    }
    RegisterTiles.run(
        pixels, x, X_AT, X_STEP, taps, FROM, TO, w, W_AT, y, Y_AT, yStep, width, bias, BIAS_AT,
        residual, relu);
    assertThat(y)
        .as("%d pixels by %d channels, %s, epilogue %d", pixels, width, walk, epilogue)
        .isEqualTo(expected);
  }
}
