package io.github.lanewise.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.testing.Values;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands for a weight gradient's tile until it is compiled. */
@EnabledIf("io.github.lanewise.kernels.lanes.Lanes#vectorised")
class WarmingGradientTileTest {
  private static final int L = Simd.L;
  private static final int X_STEP = 15;

  /** Calls within which a tile takes its place, fast or not: enough of either. */
  private static final int CALLS = 80;

  @AfterEach
  void floatByFloatAgain() {
    PlainTiles.useVectors(false);
  }

  /** The bias alone; fewer rows than a tile of {@link PlainTiles} has, and more. */
  @ParameterizedTest
  @CsvSource({
    "0,1,true",
    "1,1,false",
    "3,2,false",
    "3,2,true",
    "4,1,true",
    "6,2,false",
    "6,2,true"
  })
  void itGivesTheSameBitsAndIsReplaced(int rows, int vectors, boolean bias) {
    for (boolean add : new boolean[] {false, true}) {
      GradientKind kind = new GradientKind(rows, vectors, add, bias, X_STEP, vectors * L + 3);
      GradientTile tile = Templates.define("GradientTemplate", GradientTile.class, kind);
      GradientTile[] tiles = new GradientTile[2];
      WarmingGradientTile warming = new WarmingGradientTile(kind, tile, tiles, 1);
      for (int lines = 0; lines < 3; lines++) {
        for (int pixels = 0; pixels < 6; pixels += 5) {
          float[] expected = run(tile, kind, lines, pixels);
          for (boolean vector : new boolean[] {false, true}) {
            PlainTiles.useVectors(vector);
            assertThat(run(warming, kind, lines, pixels))
                .as("%s, %d lines of %d, vectors %b", kind, lines, pixels, vector)
                .isEqualTo(expected);
          }
        }
      }
      warming.warmUp(false);
      for (int call = 0; call < CALLS && tiles[1] == null; call++) {
        warming.warmUp(true);
        assertThat(run(warming, kind, 2, 5)).isEqualTo(run(tile, kind, 2, 5));
      }
      assertThat(tiles).containsExactly(null, tile);
    }
  }

  /** Sums and, behind them, the bias; zeros of either sign are among the inputs. */
  private static float[] run(GradientTile tile, GradientKind kind, int lines, int pixels) {
    int tiles = kind.bias() ? 1 : 2; // the bias belongs to the last tile alone
    int width = kind.vectors() * L;
    int xLine = 5 * X_STEP + 2;
    int dyLine = 5 * kind.dyStep() + 1;
    float[] x = Values.gaussian(1, 3 + 2 * xLine);
    float[] dy = Values.gaussian(2, 2 + 2 * dyLine);
    Arrays.fill(x, 3, 3 + X_STEP, -0f);
    Arrays.fill(dy, 2 + kind.dyStep(), 2 + 2 * kind.dyStep(), -0f);
    int biasAt = 4 + tiles * kind.rows() * (width + 1);
    float[] sums = Values.gaussian(3, biasAt + width + 1);
    sums[4] = -0f;
    tile.run(tiles, lines, pixels, x, 3, xLine, dy, 2, dyLine, sums, 4, width + 1, sums, biasAt);
    return sums;
  }
}
