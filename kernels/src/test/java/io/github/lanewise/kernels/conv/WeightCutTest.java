package io.github.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.conv.WeightCut.Work;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** How weight gradients are cut into tiles. */
class WeightCutTest {
  @Example
  void manyPixelsAreCutIntoChunks() {
    assertThat(WeightCut.of(new Work(1, 16, 8, 8, 100, 0, 50_000, 12_000, 1_000)))
        .isEqualTo(new WeightCut(1, 1, 8));
  }

  @Example
  void oneBlockIsCutWhereLeastIsPackedAgain() {
    assertThat(WeightCut.of(new Work(1, 64, 8, 1, 1, 0, 12_544, 0, 16_384)))
        .isEqualTo(new WeightCut(8, 1, 1));
    assertThat(WeightCut.of(new Work(1, 32, 64, 1, 1, 0, 1_568, 6_272, 65_536)))
        .isEqualTo(new WeightCut(1, 8, 1));
  }

  @Example
  void groupsAreTilesOfTheirOwn() {
    assertThat(WeightCut.of(new Work(8, 4, 4, 4, 4, 0, 100, 100, 100)))
        .isEqualTo(new WeightCut(1, 1, 1));
  }

  @Example
  void sevenBlocksAreCutSoThatThreadsFindEqualShares() {
    assertThat(WeightCut.of(new Work(1, 5, 8, 7, 65, 321_126, 3_136, 12_544, 1_024)))
        .isEqualTo(new WeightCut(1, 2, 7));
    assertThat(WeightCut.of(new Work(1, 5, 8, 7, 65, 0, 3_136, 12_544, 1_024)))
        .describedAs("where multiply-adds take no time")
        .isEqualTo(new WeightCut(1, 2, 4));
  }

  @Property(tries = 200)
  void thereAreEnoughTilesOrAsManyAsThereCanBe(
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 10) int inputs,
      @ForAll @IntRange(min = 1, max = 10) int panels,
      @ForAll @IntRange(min = 1, max = 8) int blocks,
      @ForAll @IntRange(max = 99_999) int multiplyCost,
      @ForAll @IntRange(max = 9999) int inputCost,
      @ForAll @IntRange(max = 9999) int gradientCost) {
    WeightCut cut =
        WeightCut.of(
            new Work(
                groups,
                inputs,
                panels,
                blocks,
                blocks,
                multiplyCost,
                inputCost,
                gradientCost,
                100));
    int most = groups * inputs * panels * blocks;
    assertThat(groups * cut.inputs() * cut.panels() * cut.chunks())
        .isGreaterThanOrEqualTo(Math.min(WeightCut.ENOUGH, most));
    assertThat(cut.inputs()).isBetween(1, inputs);
    assertThat(cut.panels()).isBetween(1, panels);
    assertThat(cut.chunks()).isBetween(1, blocks);
  }
}
