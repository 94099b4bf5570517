package io.github.lanewise.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.simd.Taps.Walk;
import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands for a tile until it is compiled. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class WarmingTileTest {
  private static final int L = Simd.L;
  private static final int STEP = 5;
  private static final int ROWS = 3;
  private static final int TILES = 2;

  /** Calls within which a tile takes its place, fast or not: enough of either. */
  private static final int CALLS = 80;

  @AfterEach
  void floatByFloatAgain() {
    PlainTiles.useVectors(false);
  }

  @ParameterizedTest
  @EnumSource
  void itGivesTheSameBitsAndIsReplaced(Walk walk) {
    for (int vectors = 1; vectors <= (RegisterTiles.wide() ? 4 : 2); vectors++) {
      for (int less = 0; less < 2; less++) {
        for (boolean relu : new boolean[] {false, true}) {
          int step = walk == Walk.LINE ? STEP : 0;
          check(new TileKind(ROWS, vectors, walk, relu, less > 0, step), vectors * L - less);
        }
      }
    }
  }

  /** The thread must not end by it, and the tile not be stood for for ever. */
  @Test
  void aTileThatCannotBeWarmedUpIsUsedAllTheSame() {
    TileKind kind = new TileKind(ROWS, 1, Walk.RUNS, false, false, 0);
    RegisterTile tile = Templates.define("TileTemplate", RegisterTile.class, kind);
    AtomicBoolean memory = new AtomicBoolean();
    RegisterTile failing =
        (tiles, x, xAt, xStep, taps, from, to, w, wAt, y, yAt, yStep, width, bias, biasAt) -> {
          if (!memory.get()) {
            throw new OutOfMemoryError("none for a test");
          }
          tile.run(
              tiles, x, xAt, xStep, taps, from, to, w, wAt, y, yAt, yStep, width, bias, biasAt);
        };
    RegisterTile[] byRows = new RegisterTile[ROWS + 1];
    WarmingTile warming = new WarmingTile(kind, failing, byRows);
    assertThat(TileWarmUp.warmUp(warming, false)).isTrue();
    memory.set(true);
    for (int call = 0; call < CALLS && byRows[ROWS] == null; call++) {
      TileWarmUp.warmUp(warming, true);
      assertThat(run(warming, kind, L, true)).isEqualTo(run(tile, kind, L, true));
    }
    assertThat(byRows[ROWS]).isSameAs(failing);
  }

  @Test
  void madeUpInputsAreNotLargerThanAnArray() {
    TileKind kind = new TileKind(ROWS, 1, Walk.LINE, false, false, Integer.MAX_VALUE / ROWS);
    RegisterTile none =
        (tiles, x, xAt, xStep, taps, from, to, w, wAt, y, yAt, yStep, width, bias, biasAt) -> {
          throw new AssertionError("called on made-up inputs");
        };
    assertThat(new WarmingTile(kind, none, new RegisterTile[ROWS + 1]).warmUp(false)).isTrue();
  }

  private static void check(TileKind kind, int width) {
    RegisterTile tile = Templates.define("TileTemplate", RegisterTile.class, kind);
    RegisterTile[] byRows = new RegisterTile[ROWS + 1];
    WarmingTile warming = new WarmingTile(kind, tile, byRows);
    for (boolean biased : new boolean[] {false, true}) {
      float[] expected = run(tile, kind, width, biased);
      PlainTiles.useVectors(false);
      assertThat(run(warming, kind, width, biased)).as("%s, floats", kind).isEqualTo(expected);
      PlainTiles.useVectors(true);
      assertThat(run(warming, kind, width, biased)).as("%s, vectors", kind).isEqualTo(expected);
    }
    warming.warmUp(false);
    for (int call = 0; call < CALLS && byRows[ROWS] == null; call++) {
      warming.warmUp(true);
      assertThat(run(warming, kind, width, true)).isEqualTo(run(tile, kind, width, true));
    }
    assertThat(byRows[ROWS]).isSameAs(tile);
  }

  private static float[] run(RegisterTile tile, TileKind kind, int width, boolean biased) {
    int columns = kind.vectors() * L;
    Taps taps = Taps.some(kind.walk(), kind.step(), 8, columns);
    float[] x = Values.gaussian(1, 2 + TILES * ROWS * STEP + 8);
    float[] w = Values.gaussian(2, 3 + 8 * columns);
    float[] bias = biased ? Values.gaussian(3, columns + 1) : null;
    float[] y = new float[4 + TILES * ROWS * (columns + 1)];
    Arrays.fill(y, -77); // what no tile may write on stays
    tile.run(TILES, x, 2, STEP, taps, 0, taps.count(), w, 3, y, 4, columns + 1, width, bias, 1);
    return y;
  }
}
