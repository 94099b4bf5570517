package io.github.lanewise.kernels.conv;

/**
 * How the work of a weight gradient is cut into tiles: by shape alone, so that threads find equal
 * shares, and as little as possible is packed more than once.
 *
 * @param inputs tiles along the inputs; each packs the output gradients again
 * @param panels tiles along the output channels; each packs the inputs again
 * @param chunks chunks of the pixels; the sums of each but the first are added in the end
 */
record WeightCut(int inputs, int panels, int chunks) {
  /** Tiles and chunks together that keep some threads busy. */
  static final int ENOUGH = 8;

  /**
   * What there is to cut, and what it costs to cut it.
   *
   * @param groups groups of channels, tiles of their own
   * @param inputs panels of inputs
   * @param panels panels of output gradients
   * @param blocks blocks of pixels, which chunks are made of
   * @param mostChunks chunks whose sums there is memory for
   * @param multiplyCost what the multiply-adds take, in the time that it takes to copy a vector
   * @param inputCost vectors to copy to pack all inputs; a share of them if they are read in place
   * @param gradientCost the same for all output gradients
   * @param sumCost vectors of a chunk's sums
   */
  record Work(
      int groups,
      int inputs,
      int panels,
      int blocks,
      int mostChunks,
      long multiplyCost,
      long inputCost,
      long gradientCost,
      long sumCost) {}

  /** The cheapest cut into enough tiles, or as many as there can be. */
  static WeightCut of(Work work) {
    WeightCut best = new WeightCut(1, 1, 1);
    for (int c = 1; c <= Math.min(ENOUGH, work.mostChunks()); c++) {
      for (int i = 1; i <= Math.min(ENOUGH, work.inputs()); i++) {
        for (int p = 1; p <= Math.min(ENOUGH, work.panels()); p++) {
          WeightCut cut = new WeightCut(i, p, c);
          if (cut.better(best, work)) {
            best = cut;
          }
        }
      }
    }
    return best;
  }

  private boolean better(WeightCut than, Work work) {
    int tiles = tiles(work);
    int others = than.tiles(work);
    return tiles == others ? cost(work) < than.cost(work) : tiles > others;
  }

  /** Tiles in all, as far as they count. */
  private int tiles(Work work) {
    int some = Math.min(chunks, work.blocks());
    return Math.min(ENOUGH, work.groups() * inputs * panels * some);
  }

  private long cost(Work work) {
    return wait(work)
        + panels * work.inputCost()
        + inputs * work.gradientCost()
        + (chunks - 1) * work.sumCost();
  }

  /**
   * What threads lose that wait for the last one, if tiles are shared by an even number of threads
   * and all take as long as the largest.
   */
  private long wait(Work work) {
    int some = Math.min(chunks, work.blocks());
    long tiles = (long) work.groups() * inputs * panels * some;
    long largest =
        (long) Math.ceilDiv(work.inputs(), inputs)
            * Math.ceilDiv(work.panels(), panels)
            * Math.ceilDiv(work.blocks(), some);
    long all = (long) work.groups() * work.inputs() * work.panels() * work.blocks();
    return work.multiplyCost() * ((tiles + tiles % 2) * largest - all) / all;
  }
}
