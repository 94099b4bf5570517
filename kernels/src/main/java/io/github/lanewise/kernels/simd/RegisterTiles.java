package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Pool;

/** The register tiles of one kind, and how a run of neighbouring pixels is cut into them. */
public final class RegisterTiles {
  /** The widest block of output channels, in vectors. */
  public static final int MAX_VECTORS = 4;

  /**
   * Rows of two vectors with 16 registers. C2 finds registers for six and four rows; tiles of five
   * and three reached half the speed in some JVMs (docs/design-notes.md).
   */
  private static final int NARROW_ROWS = 6;

  /** Rows that a tile of one vector may have less than the most, so that all tiles are equal. */
  private static final int FEW_LESS = 2;

  /** Rows of two vectors where values lie in a line, so that no row takes a register. */
  private static final int LINE_ROWS = 10;

  /**
   * What sums without a bias start from. Where a tile saw both a bias and none, C2 kept the choice
   * between them and spilled accumulators with 16 registers, so they are zeros there; with 32 that
   * costs time, and there is none (docs/design-notes.md).
   */
  private static final float[] NO_BIAS = wide() ? null : new float[MAX_VECTORS * L];

  private static final SoftCache<Way, RegisterTiles[]> KINDS =
      new SoftCache<>(RegisterTiles::kinds);

  /** Where the bias lies in spare memory, behind the outputs of a tile. */
  private static final int SPARE_BIAS = LINE_ROWS * MAX_VECTORS * L;

  /**
   * Spare memory for panels that fill no whole vectors, where those reach beyond an array: a masked
   * access there takes the Vector API's slow check, which makes an array. So tiles read a copy of
   * the bias and, where they come to the end of the output, leave theirs here first.
   */
  private static final Pool<float[]> SPARES =
      new Pool<>(() -> new float[SPARE_BIAS + MAX_VECTORS * L]);

  private final int vectors;
  private final Way way;
  private final boolean relu;
  private final boolean partial;
  private final boolean narrow;
  private final int most;
  private final RegisterTile[] byRows;

  /**
   * How tiles walk over the input.
   *
   * @param walk how the taps are walked
   * @param step distance between neighbouring pixels, or 0 where it is an argument
   */
  private record Way(Taps.Walk walk, int step) {}

  private RegisterTiles(int vectors, boolean relu, boolean partial, Way way) {
    this.vectors = vectors;
    this.narrow = !wide() && vectors == 2;
    boolean line = way.walk() == Taps.Walk.LINE && vectors == 2;
    this.most = line ? LINE_ROWS : narrow ? NARROW_ROWS : maxRows(vectors);
    this.byRows = new RegisterTile[most + 1];
    this.way = way;
    this.relu = relu;
    this.partial = partial;
  }

  /**
   * Whether tiles of three and four vectors fit the registers.
   *
   * @return true with 32 vector registers
   */
  public static boolean wide() {
    return L == 16 || System.getProperty("os.arch").equals("aarch64");
  }

  /**
   * Vectors of the panels for flat lists of taps and for lines: as wide as divides the columns, for
   * then the range checks of a step are shared by more multiply-adds, and a tile has fewer rows,
   * which lie in fewer lines of the same set of the L1 cache.
   *
   * @param columns output channels
   * @return 2 to {@link #MAX_VECTORS}
   */
  public static int flatPanelVectors(int columns) {
    int vectors = Simd.vectors(columns);
    if (!wide()) {
      return 2;
    }
    return vectors % 4 == 0 ? 4 : vectors % 3 == 0 ? 3 : 2;
  }

  /**
   * The most rows whose accumulators surely fit the registers beside the weights and broadcasts;
   * what is cut here takes {@link #NARROW_ROWS} where they do. More rows of two vectors are a few
   * percent faster where C2 finds registers for them, and a third slower where it does not
   * (docs/design-notes.md).
   */
  static int maxRows(int vectors) {
    if (!wide()) {
      return vectors == 1 ? 8 : vectors == 2 ? 4 : 1;
    }
    return switch (vectors) {
      case 1 -> 10;
      case 2 -> 8;
      case 3 -> 7;
      default -> 6;
    };
  }

  /**
   * Computes {@code y = relu(bias + residual + Σ x · w)} for a run of neighbouring pixels, cut into
   * tiles.
   *
   * @param pixels pixels of the run; nothing happens for 0 or fewer
   * @param x input, channels contiguous
   * @param xAt index of the first pixel's first channel under an offset of 0
   * @param xStep distance in {@code x} between neighbouring output pixels
   * @param taps where the inputs and weights lie
   * @param from first tap
   * @param to one past the last tap
   * @param w weights packed in {@link Panels}
   * @param wAt index of the panel
   * @param y output; overwritten
   * @param yAt index of the first pixel's first output channel of the panel
   * @param yStep distance in {@code y} between neighbouring output pixels
   * @param width output channels of the panel
   * @param bias one value for each output channel, or null
   * @param biasAt index of the panel's first output channel in {@code bias}
   * @param residual added to the output, laid out as {@code y}, or null
   * @param relu whether negative results become 0
   */
  public static void run(
      int pixels,
      float[] x,
      int xAt,
      int xStep,
      Taps taps,
      int from,
      int to,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int yStep,
      int width,
      float[] bias,
      int biasAt,
      float[] residual,
      boolean relu) {
    if (pixels <= 0) {
      return;
    }
    RegisterTiles kind = of(width, relu && residual == null, taps.kinds);
    int within = kind.partial ? kind.within(pixels, y, yAt, yStep) : pixels;
    boolean copiesBias = kind.partial && bias != null && biasAt + kind.vectors * L > bias.length;
    float[] spare = copiesBias || within < pixels ? SPARES.take() : null;
    float[] wholeBias = copiesBias ? spare : bias == null ? NO_BIAS : bias;
    int wholeBiasAt = copiesBias ? SPARE_BIAS : bias == null ? 0 : biasAt;
    if (copiesBias) {
      System.arraycopy(bias, biasAt, spare, SPARE_BIAS, width);
    }
    for (int done = 0; done < pixels; ) {
      int rows = kind.rows(pixels - done, done > 0);
      int at = Math.min(done, pixels - rows); // pixels of a tile that reaches back are overwritten
      int tiles = Math.clamp((within - at) / rows, 1, kind.tiles(pixels - done));
      int xNow = xAt + at * xStep;
      int yNow = yAt + at * yStep;
      RegisterTile tile = kind.tile(rows);
      boolean beyond = at + rows > within;
      tile.run(
          tiles,
          x,
          xNow,
          xStep,
          taps,
          from,
          to,
          w,
          wAt,
          beyond ? spare : y,
          beyond ? 0 : yNow,
          beyond ? kind.vectors * L : yStep,
          width,
          wholeBias,
          wholeBiasAt);
      for (int row = 0; beyond && row < rows; row++) {
        System.arraycopy(spare, row * kind.vectors * L, y, yNow + row * yStep, width);
      }
      done = at + tiles * rows;
      if (residual != null) {
        Finish.run(y, yNow, yStep, tiles * rows, width, residual, relu);
      }
    }
    if (spare != null) {
      SPARES.give(spare);
    }
  }

  /** Pixels from the first on whose whole vectors lie within the output. */
  private int within(int pixels, float[] y, int yAt, int yStep) {
    int room = y.length - vectors * L - yAt;
    return room < 0 ? 0 : Math.min(pixels, room / yStep + 1);
  }

  /**
   * Rows of the next tile. With 32 registers tiles differ by at most one row; those of one vector
   * are equal where a few rows less make them so, because a layer of few outputs has few tiles, and
   * the JVM compiles each size only when it has run several hundred times. With 16 a rest of five
   * or three pixels gets a tile of six or four that starts earlier.
   *
   * @param left pixels left
   * @param back whether there are pixels before them
   */
  private int rows(int left, boolean back) {
    if (!narrow) {
      for (int rows = most; vectors == 1 && rows >= most - FEW_LESS; rows--) {
        if (left % rows == 0) {
          return rows;
        }
      }
      int tiles = (left + most - 1) / most;
      return (left + tiles - 1) / tiles;
    }
    return switch (left) {
      case 1, 2, 4, 6 -> left;
      case 3 -> back ? 4 : 3;
      case 5 -> back ? 6 : 4;
      case 7, 8 -> 4;
      default -> 6;
    };
  }

  /** How many tiles of the next size follow each other. */
  private int tiles(int left) {
    if (!narrow) {
      int rows = rows(left, false);
      if (left % rows == 0) {
        return left / rows;
      }
      int tiles = (left + most - 1) / most;
      return left - tiles * ((left - 1) / tiles);
    }
    return left > 8 ? (left - 3) / NARROW_ROWS : 1;
  }

  /** The kinds of all widths that walk in one way. */
  static RegisterTiles[] kinds(Taps.Walk walk, int step) {
    return KINDS.of(new Way(walk, step));
  }

  private static RegisterTiles[] kinds(Way way) {
    RegisterTiles[] kinds = new RegisterTiles[4 * MAX_VECTORS];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = new RegisterTiles(1 + i / 4, (i & 1) != 0, (i & 2) != 0, way);
    }
    return kinds;
  }

  private static RegisterTiles of(int width, boolean relu, RegisterTiles[] kinds) {
    int partial = width % L == 0 ? 0 : 2;
    return kinds[(Simd.vectors(width) - 1) * 4 | (relu ? 1 : 0) | partial];
  }

  private RegisterTile tile(int rows) {
    RegisterTile tile = byRows[rows];
    if (tile == null) {
      // Two threads may both define it; either will do.
      TileKind kind = new TileKind(rows, vectors, way.walk(), relu, partial, way.step());
      tile = Templates.define("TileTemplate", RegisterTile.class, kind);
      if (TileWarmUp.ON) {
        tile = new WarmingTile(kind, tile, byRows);
      }
      byRows[rows] = tile;
    }
    return tile;
  }
}
