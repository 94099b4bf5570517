package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.CacheLines;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.PixelPanel;
import io.github.lanewise.kernels.simd.Simd;
import java.util.Arrays;

/**
 * A weight gradient by register tiles: a product {@code Xᵀ · dY} over the pixels, of which a tile
 * holds some input values by two vectors of output channels.
 *
 * <p>A block of pixels at a time. Subclasses bring the inputs. What is here reads the output
 * gradients of a block where they lie, if whole vectors of channels lie near enough, or else packs
 * them into panels of two vectors, and sums the bias. Sums go where the result does, those of the
 * first block without looking at what is there.
 */
abstract class PanelWeightGradient extends WeightGradient {
  /** Output channels up to which gradients are best read where they lie. */
  static final int NEAR_CHANNELS = 128;

  /** Packed output gradients of a tile, in floats, at most: half of an L2 cache of 1 MiB. */
  private static final int PACKED_FLOATS = 1 << 17;

  /** Sums of all chunks but the first, in floats, at most: 4 MiB. */
  private static final int MOST_SUMS = 1 << 20;

  /** Vectors multiplied and added in the time that it takes to copy one. */
  private static final int MULTIPLY_ADDS = 10;

  /** How many times as long as near pixels those take that come from memory. */
  private static final int FAR = 16;

  /** The scratch array for what {@link #fetch} makes. */
  private static final int FETCHED = 5;

  private final boolean fetches;
  private final int nearChannels;
  private final Panels panels;
  private final PixelBlocks blocks;
  private final int chunks;
  private final int inputPanel;
  private final int inputPanels;
  private final int inputTiles;
  private final int panelsPerTile;
  private final int panelTiles;

  /** For gradients where they lie, if any do, and for packed panels by their vectors. */
  private final GradientTiles[] tiles = new GradientTiles[GradientTiles.VECTORS + 1];

  /**
   * Cuts the work.
   *
   * @param blockPixels about as many pixels make a block
   * @param several whether a block may have several pictures
   * @param inputPanel inputs of a group between which tiles may be cut
   * @param inputStep distance between the packed inputs of neighbouring pixels
   * @param inputVectors vectors that are packed for each pixel, or as many as take as long to read
   * @param nearChannels output channels up to which gradients are read where they lie
   */
  PanelWeightGradient(
      ConvShape shape,
      int blockPixels,
      boolean several,
      int inputPanel,
      int inputStep,
      int inputVectors,
      int nearChannels) {
    super(shape);
    this.nearChannels = nearChannels;
    fetches = Fetch.pays(shape);
    panels = new Panels(1, shape.groupOutChannels(), GradientTiles.VECTORS);
    blocks = new PixelBlocks(shape, blockPixels, several);
    this.inputPanel = inputPanel;
    inputPanels = Math.ceilDiv(shape.groupInChannels(), inputPanel);
    // The cut does not change with the batch, but for pictures that no longer fit the caches.
    int few = Math.min(WeightCut.ENOUGH, blocks.count());
    long pixels = (long) few * blocks.mostPixels();
    int outputs = Simd.vectors(shape.groupOutChannels());
    int far = fetches ? FAR : 1;
    WeightCut cut =
        WeightCut.of(
            new WeightCut.Work(
                shape.groups(),
                inputPanels,
                panels.count(),
                few,
                1 + MOST_SUMS / shape.weightCount(),
                pixels * shape.depth() * shape.groups() * outputs / MULTIPLY_ADDS,
                far * pixels * inputVectors,
                far * pixels * (packed(panels.count() - 1) ? outputs : outputs / 2),
                shape.weightCount() / L));
    chunks = Math.min(cut.chunks(), blocks.count());
    inputTiles = Math.min(cut.inputs(), inputPanels);
    int fit = Math.max(1, PACKED_FLOATS / panelFloats());
    panelTiles = Math.clamp(cut.panels(), Math.ceilDiv(panels.count(), fit), panels.count());
    panelsPerTile = Math.ceilDiv(panels.count(), panelTiles);

    if (shape.outChannels() <= nearChannels) {
      tiles[0] = GradientTiles.of(inputStep, shape.outChannels());
    }
    for (int vectors = 1; vectors < tiles.length; vectors++) {
      tiles[vectors] = GradientTiles.of(inputStep, vectors * L);
    }
  }

  /** The blocks of pixels. */
  final PixelBlocks blocks() {
    return blocks;
  }

  /** Group of channels of a tile. */
  final int group(int tile) {
    return tile / panelTiles / inputTiles;
  }

  /** First input channel of a tile, in its group. */
  final int inputFrom(int tile) {
    return share(inputPanels, tile / panelTiles % inputTiles, inputTiles) * inputPanel;
  }

  /** One past the last input channel of a tile. */
  final int inputTo(int tile) {
    int to = share(inputPanels, tile / panelTiles % inputTiles + 1, inputTiles) * inputPanel;
    return Math.min(shape().groupInChannels(), to);
  }

  /** First panel of output channels of a tile. */
  final int panelFrom(int tile) {
    return share(panels.count(), tile % panelTiles, panelTiles);
  }

  /** One past the last panel of a tile. */
  final int panelTo(int tile) {
    return share(panels.count(), tile % panelTiles + 1, panelTiles);
  }

  /** Index among the output channels of a panel's first. */
  private int channel(int tile, int panel) {
    return group(tile) * shape().groupOutChannels() + panels.column(panel);
  }

  /** Whether a panel's channels end within a vector, so that its sums need a place of their own. */
  private boolean partial(int panel) {
    return panels.width(panel) % L != 0;
  }

  private boolean packed(int panel) {
    return partial(panel) || shape().outChannels() > nearChannels;
  }

  /** A packed panel of output gradients. */
  private int panelFloats() {
    return blocks.mostPixels() * panels.vectors(0) * L;
  }

  private int packedFloats() {
    return packed(panels.count() - 1) ? panelsPerTile * panelFloats() : 0;
  }

  private int partialFloats() {
    int last = panels.count() - 1;
    return partial(last) ? shape().depth() * panels.vectors(last) * L : 0;
  }

  @Override
  long workspaceBytes() {
    int bias = panelsPerTile * panels.panelColumns();
    return (long) Float.BYTES * (packedFloats() + bias + partialFloats() + inputFloats() + 1);
  }

  /** Floats of all that {@link #addBlock} takes from the scratch memory. */
  abstract int inputFloats();

  @Override
  int chunks() {
    return chunks;
  }

  @Override
  int tiles() {
    return shape().groups() * inputTiles * panelTiles;
  }

  /** Some input channels by some panels of output channels. */
  @Override
  void tile(
      int tile,
      int chunk,
      float[] x,
      float[] dy,
      float[] dWeights,
      int weightsAt,
      float[] dBias,
      int biasAt,
      Scratch scratch) {
    int from = panelFrom(tile);
    int to = panelTo(tile);
    float[] bias = scratch.floats(1, panelsPerTile * panels.panelColumns());
    Arrays.fill(bias, 0, (to - from) * panels.panelColumns(), 0);
    int begin = share(blocks.count(), chunk, chunks);
    int end = share(blocks.count(), chunk + 1, chunks);
    for (int block = begin; block < end; block++) {
      if (to - from == panels.count() && shape().groups() == 1) {
        int at = blocks.at(block);
        fetch(dy, at, at + blocks.pixels(block) * shape().outChannels(), scratch);
      }
      packGradients(tile, block, dy, bias, scratch);
      addBlock(tile, block, block > begin, x, dy, dWeights, weightsAt, scratch);
    }
    if (partial(to - 1)) {
      storePartial(tile, dWeights, weightsAt, scratch);
    }
    if (dBias != null && inputFrom(tile) == 0) {
      int first = channel(tile, from);
      int count = channel(tile, to - 1) + panels.width(to - 1) - first;
      System.arraycopy(bias, 0, dBias, biasAt + first, count);
    }
  }

  /** Reads a run of a block in one go, if it comes from memory: tiles read it in pieces. */
  final void fetch(float[] from, int at, int end, Scratch scratch) {
    if (fetches) {
      scratch.floats(FETCHED, 1)[0] = CacheLines.read(from, at, end);
    }
  }

  /** Packs what has to be packed of a block and sums the bias, unless tiles do. */
  private void packGradients(int tile, int block, float[] dy, float[] bias, Scratch scratch) {
    ConvShape s = shape();
    float[] packed = scratch.floats(0, packedFloats());
    int pixels = blocks.pixels(block);
    int from = panelFrom(tile);
    for (int panel = from; panel < panelTo(tile); panel++) {
      int at = blocks.at(block) + channel(tile, panel);
      int biasAt = (panel - from) * panels.panelColumns();
      if (packed(panel)) {
        int to = (panel - from) * panelFloats();
        int width = panels.width(panel);
        PixelPanel.pack(pixels, width, dy, at, s.outChannels(), packed, to, bias, biasAt);
      } else if (inputFrom(tile) == 0 && !multipliesOnce()) {
        PixelPanel.sum(pixels, panels.vectors(panel), dy, at, s.outChannels(), bias, biasAt);
      }
    }
  }

  /**
   * Whether {@link #addBlock} multiplies all pixels of a block with each panel at once, at least
   * for some weights, so that tiles can sum the bias.
   */
  abstract boolean multipliesOnce();

  /**
   * Adds a block to a tile's sums, or starts them with it.
   *
   * @param add whether to add to what is there, instead of overwriting it
   * @param x input
   * @param dy output gradients
   * @param sums the weights' gradients
   * @param sumsAt index of the first
   * @param scratch memory, of which arrays 0 to 2 and {@value #FETCHED} are taken
   */
  abstract void addBlock(
      int tile,
      int block,
      boolean add,
      float[] x,
      float[] dy,
      float[] sums,
      int sumsAt,
      Scratch scratch);

  /**
   * Multiplies some inputs of some of a block's pixels with a panel of output gradients.
   *
   * @param pixel first pixel, counted in the block
   * @param lines lines of pixels, each of which begins below the one before
   * @param pixels pixels of a line
   * @param inputs the inputs
   * @param inputsAt index of the first pixel's
   * @param inputsLine distance between lines
   * @param rows values of a pixel
   * @param weight number of the weight that belongs to the first value, of those of one output
   * @param add whether to add to what is there, instead of overwriting it
   * @param first whether no other call multiplies these pixels before, so that it sums the bias
   */
  final void multiply(
      int tile,
      int block,
      int panel,
      int pixel,
      int lines,
      int pixels,
      float[] inputs,
      int inputsAt,
      int inputsLine,
      int rows,
      int weight,
      float[] dy,
      float[] sums,
      int sumsAt,
      boolean add,
      boolean first,
      Scratch scratch) {
    int vectors = panels.vectors(panel);
    boolean packed = packed(panel);
    boolean partial = partial(panel);
    int channels = shape().outChannels();
    int channel = channel(tile, panel);
    int step = partial ? vectors * L : channels;
    int pixelStep = packed ? vectors * L : channels;
    boolean bias = first && multipliesOnce() && !packed && inputFrom(tile) == 0;
    int biasFloats = panelsPerTile * panels.panelColumns();
    tiles[packed ? vectors : 0].run(
        rows,
        vectors,
        lines,
        pixels,
        inputs,
        inputsAt,
        inputsLine,
        packed ? scratch.floats(0, packedFloats()) : dy,
        packed
            ? (panel - panelFrom(tile)) * panelFloats() + pixel * pixelStep
            : blocks.at(block) + pixel * pixelStep + channel,
        shape().outWidth() * pixelStep,
        partial ? scratch.floats(2, partialFloats()) : sums,
        weight * step + (partial ? 0 : sumsAt + channel),
        step,
        add,
        bias ? scratch.floats(1, biasFloats) : null,
        (panel - panelFrom(tile)) * panels.panelColumns());
  }

  /** Copies the sums of a tile's last panel. */
  private void storePartial(int tile, float[] dWeights, int at, Scratch scratch) {
    ConvShape s = shape();
    float[] partial = scratch.floats(2, partialFloats());
    int panel = panelTo(tile) - 1;
    int step = panels.vectors(panel) * L;
    for (int tap = 0; tap < s.kernelHeight() * s.kernelWidth(); tap++) {
      for (int in = inputFrom(tile); in < inputTo(tile); in++) {
        int weight = tap * s.groupInChannels() + in;
        int to = at + weight * s.outChannels() + channel(tile, panel);
        System.arraycopy(partial, weight * step, dWeights, to, panels.width(panel));
      }
    }
  }
}
