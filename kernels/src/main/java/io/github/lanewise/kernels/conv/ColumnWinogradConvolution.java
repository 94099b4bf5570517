package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.ColumnTransform.OUTPUTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.ColumnTransform;
import io.github.lanewise.kernels.simd.Finish;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;
import io.github.lanewise.kernels.simd.Transposition;
import java.util.Arrays;

/**
 * Minimal filtering down the columns, the plain sum along the rows: four rows of outputs at a time
 * are computed from {@code r + 3} rows of transformed inputs, with half as many multiplications or
 * fewer. Rows of pixels are contiguous, so the transforms are long runs over them, also with few
 * channels.
 *
 * <p>With a stride s along the height the rows of the kernel fall into s phases, each a filter of
 * {@code r = ceil(kernel height / s)} taps over every s-th input row. Their products are added
 * before the one transform back (as Yepez, Ko 2020 do for stride 2 in two dimensions).
 */
final class ColumnWinogradConvolution extends Convolution {
  /** Products of a run of pixels, in floats: they stay in the L1 and L2 caches. */
  private static final int RUN_FLOATS = 1 << 14;

  /** Transformed inputs of a tile at most, in floats: 1 MiB, an L2 cache. */
  private static final int INPUT_FLOATS = 1 << 18;

  /** Tiles that give several threads enough to share. */
  private static final int TILES = 16;

  /** Products of an element from which the transforms are paid for. */
  private static final int PAYING_SUM = 24;

  /** Share of the plain sum's multiplications up to which they are. */
  private static final double PAYING_SHARE = 0.6;

  /** Output channels from which they are. */
  private static final int PAYING_CHANNELS = 32;

  /** The same with 16 lanes and longer sums: of so few other algorithms have no better tiles. */
  private static final int PAYING_VECTOR = 16;

  /** Products of an element from which the transforms are paid for in that case. */
  private static final int PAYING_VECTOR_SUM = 40;

  /** Tiles of rows up to which weights that come from memory may be read for each of them. */
  private static final int FEW_TILES = 4;

  /** Multiplications of F(2×2) up to which reading fewer matrices of inputs makes up for more. */
  private static final double PAYING_PRODUCTS = 1.3;

  /**
   * Where there are fewer, output channels are split into units of about so many or more, each of
   * which transforms the inputs again.
   */
  private static final int UNIT_CHANNELS = 64;

  private final int phases;
  private final int elements;
  private final float[][] filter;
  private final float[][] input;
  private final float[] points;
  private final ColumnTransform back;
  private final Panels panels;

  /** By vectors of the panel. */
  private final Taps[] taps = new Taps[RegisterTiles.MAX_VECTORS + 1];

  private final int rowGroups;
  private final int panelsPerUnit;
  private final int units;
  private final int rowFloats;

  /** Contiguous values under a tap: a whole kernel row, or the channels of a group. */
  private final int length;

  private final int run;

  ColumnWinogradConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.WINOGRAD_4X1, "phases of stride " + shape.height().stride());
    phases = shape.height().stride();
    ToomCook filtering = new ToomCook(OUTPUTS, tapsPerPhase(shape));
    elements = filtering.elements();
    filter = filtering.filter();
    input = filtering.input();
    points = filtering.points();
    back = ColumnTransform.of(elements);
    rowGroups = (shape.outHeight() + OUTPUTS - 1) / OUTPUTS;
    rowFloats = (int) rowFloats(shape);
    length = shape.groups() == 1 ? rowLength() : shape.groupInChannels();
    boolean flat = Taps.flatPays(length, depth());
    int columns = shape.groupOutChannels();
    panels = new Panels(depth(), columns, flat ? RegisterTiles.flatPanelVectors(columns) : 2);
    for (int vectors = 1; vectors < taps.length; vectors++) {
      taps[vectors] = flat ? flatTaps() : rowTaps(vectors);
    }
    int most = Math.max(1, shape.outChannels() / UNIT_CHANNELS);
    int split = Math.clamp(TILES / ((long) shape.batch() * rowGroups), 1, most);
    panelsPerUnit = (panelsInAll() + split - 1) / split;
    units = (panelsInAll() + panelsPerUnit - 1) / panelsPerUnit;
    int pixels = Math.max(1, RUN_FLOATS / (elements * unitChannels()));
    int runs = (shape.outWidth() + pixels - 1) / pixels;
    run = (shape.outWidth() + runs - 1) / runs;
  }

  private static int tapsPerPhase(ConvShape shape) {
    return (shape.kernelHeight() + shape.height().stride() - 1) / shape.height().stride();
  }

  /** Whether the shape is one that minimal filtering down the columns computes. */
  static boolean supports(ConvShape shape) {
    int taps = tapsPerPhase(shape);
    long elements = OUTPUTS + taps - 1L;
    return shape.height().dilation() == 1
        && shape.width().dilation() == 1
        && taps > 1
        && elements <= ColumnTransform.MAX_ELEMENTS
        && shape.height().stride() * elements * rowFloats(shape) <= INPUT_FLOATS;
  }

  /** Input values, padding included, that one row of outputs covers. */
  private static long rowFloats(ConvShape shape) {
    long columns = (shape.outWidth() - 1L) * shape.width().stride() + shape.kernelWidth();
    return columns * shape.inChannels();
  }

  /** Whether enough multiplications are saved to pay for the transforms. */
  static boolean pays(ConvShape shape) {
    int stride = shape.height().stride();
    int depth = stride * shape.kernelWidth() * shape.groupInChannels();
    int products = stride * (OUTPUTS + tapsPerPhase(shape) - 1);
    boolean many = depth >= PAYING_SUM && shape.outChannels() >= PAYING_CHANNELS;
    boolean vector =
        Lanes.floats() >= PAYING_VECTOR
            && shape.groupOutChannels() >= PAYING_VECTOR
            && depth >= PAYING_VECTOR_SUM;
    return (many || vector)
        && shape.outHeight() >= OUTPUTS
        && products <= PAYING_SHARE * OUTPUTS * shape.kernelHeight();
  }

  /**
   * Whether a 3×3 layer of stride 1 whose weights come from memory is faster so than by F(2×2): its
   * outputs fit few tiles of rows, each of which reads all weights, and it does not need many more
   * multiplications.
   */
  static boolean paysForFew(ConvShape shape) {
    int tiles = Math.ceilDiv(shape.outHeight(), OUTPUTS);
    int products = tiles * (OUTPUTS + 2) * 3 * shape.outWidth();
    int squares = 16 * Math.ceilDiv(shape.outHeight(), 2) * Math.ceilDiv(shape.outWidth(), 2);
    return pays(shape)
        && (long) shape.batch() * tiles <= FEW_TILES
        && products <= PAYING_PRODUCTS * squares;
  }

  /** Values of a group under one kernel row. */
  private int rowLength() {
    return shape().kernelWidth() * shape().groupInChannels();
  }

  /** Products of an element. */
  private int depth() {
    return phases * rowLength();
  }

  /** Panels of all groups. */
  private int panelsInAll() {
    return shape().groups() * panels.count();
  }

  /** First output channel of a panel. */
  private int channel(int panel) {
    return panel / panels.count() * shape().groupOutChannels()
        + panels.column(panel % panels.count());
  }

  /** Output channels of a unit at most. */
  private int unitChannels() {
    return Math.min(panelsPerUnit * panels.panelColumns(), shape().outChannels());
  }

  /** Distance between the transformed inputs of neighbouring phases. */
  private int phaseStep() {
    return elements * rowFloats;
  }

  private Taps flatTaps() {
    int[] offsets = new int[depth()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offset(i);
    }
    return Taps.flat(offsets, shape().width().stride() * shape().inChannels());
  }

  private Taps rowTaps(int vectors) {
    int[] x = new int[depth() / length];
    int[] w = new int[x.length];
    for (int tap = 0; tap < x.length; tap++) {
      x[tap] = offset(tap * length);
      w[tap] = tap * length * vectors * L;
    }
    return new Taps(x, w, length, vectors * L);
  }

  /** Where the i-th value under a pixel lies in the transformed inputs. */
  private int offset(int i) {
    int channel = i % shape().groupInChannels();
    int column = i % rowLength() / shape().groupInChannels();
    return i / rowLength() * phaseStep() + column * shape().inChannels() + channel;
  }

  private int productStep() {
    return WinogradInput.spread(run * unitChannels());
  }

  private int patchFloats() {
    return OUTPUTS * run * unitChannels();
  }

  @Override
  public long workspaceBytes() {
    return Float.BYTES
        * ((long) phases * phaseStep() + (long) elements * productStep() + patchFloats());
  }

  @Override
  long packedFloats() {
    return panels.floats() * elements * shape().groups();
  }

  @Override
  int packParts() {
    return panelsInAll();
  }

  /** Transforms a panel of the weights, a kernel column at a time. */
  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    ConvShape s = shape();
    int width = panels.width(part % panels.count());
    int step = panels.step(part % panels.count());
    float[] column = scratch.floats(0, columnFloats());
    Arrays.fill(column, 0); // what fills up the last vector
    for (int kw = 0; kw < s.kernelWidth(); kw++) {
      for (int kh = 0; kh < s.kernelHeight(); kh++) {
        int row = (kh * s.kernelWidth() + kw) * s.groupInChannels();
        int from = row * s.outChannels() + channel(part);
        int to = kh * s.groupInChannels() * step;
        for (int in = 0; in < s.groupInChannels(); in++) {
          System.arraycopy(weights, from + in * s.outChannels(), column, to + in * step, width);
        }
      }
      transform(part, kw, column, packed);
    }
  }

  /** The same of weights that are turned round on the way. */
  @Override
  void packRotated(int part, float[] weights, float[] packed, Scratch scratch) {
    ConvShape s = shape();
    int width = panels.width(part % panels.count());
    int step = panels.step(part % panels.count());
    int inFrom = part / panels.count() * s.groupInChannels();
    int outFrom = panels.column(part % panels.count());
    int taps = s.kernelHeight() * s.kernelWidth();
    float[] column = scratch.floats(0, columnFloats());
    float[] square = scratch.floats(1, Transposition.SQUARE_FLOATS);
    Arrays.fill(column, 0); // what fills up the last vector
    for (int kw = 0; kw < s.kernelWidth(); kw++) {
      for (int kh = 0; kh < s.kernelHeight(); kh++) {
        int tap = taps - 1 - (kh * s.kernelWidth() + kw);
        Transposition.run(
            width,
            s.groupInChannels(),
            weights,
            (tap * s.groupOutChannels() + outFrom) * s.inChannels() + inFrom,
            s.inChannels(),
            column,
            kh * s.groupInChannels() * step,
            step,
            square,
            0);
      }
      transform(part, kw, column, packed);
    }
  }

  /** A panel of a kernel column, {@code [kernel row][in][whole vectors]}. */
  private int columnFloats() {
    return shape().kernelHeight() * shape().groupInChannels() * panels.step(0);
  }

  /** {@code packed[element][in][whole vectors]}, for a kernel column of a panel. */
  private void transform(int panel, int kw, float[] column, float[] packed) {
    int step = panels.step(panel % panels.count());
    int row = shape().groupInChannels() * step;
    for (int phase = 0; phase < phases; phase++) {
      ColumnTransform sums = ColumnTransform.of(taps(phase));
      int to = (phase * shape().kernelWidth() + kw) * row;
      for (int e = 0; e < elements; e++) {
        sums.sum(
            filter[e], 0, column, phase * row, phases * row, packed, panelAt(e, panel) + to, row);
      }
    }
  }

  /** Kernel rows of a phase. */
  private int taps(int phase) {
    return (shape().kernelHeight() - phase + phases - 1) / phases;
  }

  private int panelAt(int element, int panel) {
    int matrix = panel / panels.count() * elements + element;
    return matrix * (int) panels.floats() + panels.at(panel % panels.count());
  }

  @Override
  int tiles() {
    return shape().batch() * rowGroups * units;
  }

  /** Four rows of outputs, the channels of one unit. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    int oh = tile % rowGroups * OUTPUTS;
    int n = tile / rowGroups % shape().batch();
    int panelFrom = tile / rowGroups / shape().batch() * panelsPerUnit;
    int panelTo = Math.min(panelsInAll(), panelFrom + panelsPerUnit);
    float[] v = scratch.floats(0, phases * phaseStep());
    float[] m = scratch.floats(1, elements * productStep());
    float[] patch = scratch.floats(2, patchFloats());
    for (int phase = 0; phase < phases; phase++) {
      transform(n, oh, phase, x, v);
    }
    for (int ow = 0; ow < shape().outWidth(); ow += run) {
      int pixels = Math.min(run, shape().outWidth() - ow);
      multiply(ow, pixels, panelFrom, panelTo, v, w, epilogue.bias(), m);
      outputs(n, oh, ow, pixels, panelFrom, panelTo, m, epilogue, y, patch);
    }
  }

  /** {@code v[phase][element][column][channel]}: Bᵀ times the rows of one phase. */
  private void transform(int n, int oh, int phase, float[] x, float[] v) {
    ConvShape s = shape();
    int top = s.height().start(oh) + phase;
    int rows = Math.min(OUTPUTS, s.outHeight() - oh) - 1 + taps(phase);
    // Rows that lie on the picture and that an output covers; the others are zeros.
    int first = Math.clamp((phases - 1 - top) / phases, 0, rows);
    int end = Math.clamp((s.inHeight() - top + phases - 1) / phases, first, rows);
    int rowStep = s.inWidth() * s.inChannels();
    int at = (n * s.inHeight() + top + first * phases) * rowStep;
    int left = Math.min(rowFloats, s.width().padBefore() * s.inChannels());
    int count = Math.min(rowFloats - left, rowStep);
    for (int e = 0; e < elements; e++) {
      int to = (phase * elements + e) * rowFloats;
      if (first == end) {
        Arrays.fill(v, to, to + rowFloats, 0);
      } else {
        Arrays.fill(v, to, to + left, 0);
        ColumnTransform.of(end - first)
            .sum(input[e], first, x, at, phases * rowStep, v, to + left, count);
        Arrays.fill(v, to + left + count, to + rowFloats, 0);
      }
    }
  }

  /** Channels of some panels. */
  private int channels(int panelFrom, int panelTo) {
    int last = panelTo - 1;
    return channel(last) + panels.width(last % panels.count()) - channel(panelFrom);
  }

  /** {@code m[element][pixel][channel]}; a bias goes to the point 1, whose powers are all 1. */
  private void multiply(
      int ow,
      int pixels,
      int panelFrom,
      int panelTo,
      float[] v,
      float[] w,
      float[] bias,
      float[] m) {
    ConvShape s = shape();
    int pixelStep = s.width().stride() * s.inChannels();
    int channels = channels(panelFrom, panelTo);
    for (int e = 0; e < elements; e++) {
      for (int panel = panelFrom; panel < panelTo; panel++) {
        int inChannel = panel / panels.count() * s.groupInChannels();
        Taps walk = taps[panels.vectors(panel % panels.count())];
        RegisterTiles.run(
            pixels,
            v,
            e * rowFloats + ow * pixelStep + inChannel,
            pixelStep,
            walk,
            0,
            walk.count(),
            w,
            panelAt(e, panel),
            m,
            e * productStep() + channel(panel) - channel(panelFrom),
            channels,
            panels.width(panel % panels.count()),
            e == 1 ? bias : null,
            channel(panel),
            null,
            false);
      }
    }
  }

  /** {@code y = Aᵀ m}, for a run of each of four rows. */
  private void outputs(
      int n,
      int oh,
      int ow,
      int pixels,
      int panelFrom,
      int panelTo,
      float[] m,
      Epilogue epilogue,
      float[] y,
      float[] patch) {
    ConvShape s = shape();
    boolean relu = epilogue.relu() && epilogue.residual() == null;
    int channels = channels(panelFrom, panelTo);
    int count = pixels * channels;
    int rowStep = s.outWidth() * s.outChannels();
    int at = ((n * s.outHeight() + oh) * s.outWidth() + ow) * s.outChannels() + channel(panelFrom);
    int rows = Math.min(OUTPUTS, s.outHeight() - oh);
    if (rows == OUTPUTS && channels == s.outChannels()) {
      back.output(points, m, 0, productStep(), y, at, rowStep, count, relu);
    } else {
      back.output(points, m, 0, productStep(), patch, 0, count, count, relu);
      for (int i = 0; i < rows * pixels; i++) {
        int to = at + i / pixels * rowStep + i % pixels * s.outChannels();
        System.arraycopy(patch, i * channels, y, to, channels);
      }
    }
    for (int row = 0; epilogue.residual() != null && row < rows; row++) {
      Finish.run(
          y,
          at + row * rowStep,
          s.outChannels(),
          pixels,
          channels,
          epilogue.residual(),
          epilogue.relu());
    }
  }
}
