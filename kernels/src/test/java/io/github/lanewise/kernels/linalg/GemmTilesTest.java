package io.github.lanewise.kernels.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Tiles of matrix products. */
@Tag("once")
class GemmTilesTest {

  @Property(tries = 500)
  void everyRowAndPanelIsInOneTile(
      @ForAll @IntRange(min = 1, max = 100_000) int m,
      @ForAll @IntRange(min = 1, max = 100_000) int k,
      @ForAll @IntRange(min = 1, max = 1000) int panels) {
    for (GemmTiles tiles :
        new GemmTiles[] {GemmTiles.packed(m, k, panels, 32), GemmTiles.packing(m, k, panels, 32)}) {
      assertThat((long) tiles.rows() * tiles.rowBlocks()).isGreaterThanOrEqualTo(m);
      assertThat((long) tiles.rows() * (tiles.rowBlocks() - 1)).isLessThan(m);
      assertThat(tiles.rows() % tiles.strip()).isZero();
      assertThat(tiles.panels() * tiles.panelGroups()).isGreaterThanOrEqualTo(panels);
      assertThat(tiles.panels() * (tiles.panelGroups() - 1)).isLessThan(panels);
    }
  }

  @Example
  void blocksOfLargeProductsHaveSeveralStrips() {
    GemmTiles tiles = GemmTiles.packed(331, 9000, 7, 32);
    assertThat(tiles.strip()).isEqualTo(24);
    assertThat(tiles.rows()).isEqualTo(72);
  }

  @Example
  void oneRowIsCutIntoWholeGroupsOfPanels() {
    // A tile reads each of its weights once, so that it takes few of them to be work enough.
    assertThat(GemmTiles.packed(1, 1024, 32, 32).panels()).isEqualTo(4);
    assertThat(GemmTiles.packed(1, 1024, 32, 32).panelGroups()).isEqualTo(8);
    assertThat(GemmTiles.packed(1, 9216, 128, 32).panels()).isEqualTo(4);
    assertThat(GemmTiles.packed(1, 64, 3, 32).panels()).isEqualTo(3);
  }
}
