package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * The register tiles of one width, and how a run of neighbouring pixels is cut into them.
 *
 * <p>Each size of {@link TileTemplate} is defined from the same class file as a hidden class of its
 * own, with the size as class data: a constant to C2, which then compiles just the rows in use.
 */
public final class RegisterTiles {
  /** Tiles of one vector of output channels. */
  private static final RegisterTiles ONE_VECTOR = new RegisterTiles(1, false);

  private static final RegisterTiles TWO_VECTORS = new RegisterTiles(2, false);
  private static final RegisterTiles ONE_VECTOR_FLAT = new RegisterTiles(1, true);
  private static final RegisterTiles TWO_VECTORS_FLAT = new RegisterTiles(2, true);

  /** The widest block of output channels, in vectors. */
  public static final int MAX_VECTORS = 2;

  private final int vectors;
  private final boolean flat;
  private final RegisterTile[] byRows;

  private RegisterTiles(int vectors, boolean flat) {
    this.vectors = vectors;
    this.flat = flat;
    this.byRows = new RegisterTile[maxRows() + 1];
  }

  /**
   * The tiles of a width.
   *
   * @param vectors vectors of output channels, 1 or 2
   * @param flat whether taps are flat lists of single values
   * @return the tiles, shared
   */
  public static RegisterTiles of(int vectors, boolean flat) {
    return switch (vectors) {
      case 1 -> flat ? ONE_VECTOR_FLAT : ONE_VECTOR;
      case 2 -> flat ? TWO_VECTORS_FLAT : TWO_VECTORS;
      default -> throw new IllegalArgumentException("vectors is " + vectors + ", expected 1 or 2");
    };
  }

  /**
   * The most rows whose accumulators fit the registers beside two weight vectors and a broadcast;
   * 10 for 32 registers, 6 for 16. One row more halves the speed (docs/design-notes.md).
   */
  private static int maxRows() {
    boolean registers32 = L == 16 || System.getProperty("os.arch").equals("aarch64");
    return registers32 ? 10 : 6;
  }

  /**
   * Computes a run of neighbouring pixels, cut into tiles that differ by at most one row.
   *
   * @param pixels pixels of the run
   * @param x input, channels contiguous
   * @param xAt index of the first pixel's first channel under an offset of 0
   * @param xStep distance in {@code x} between neighbouring output pixels
   * @param taps where the inputs and weights lie
   * @param from first tap
   * @param to one past the last tap
   * @param w weights packed {@code [tap][channel][vectors · L]}
   * @param wAt index of this block of output channels
   * @param y output; overwritten
   * @param yAt index of the first pixel's first output channel of the block
   * @param yStep distance in {@code y} between neighbouring output pixels
   * @param width output channels of the block
   * @param bias one value for each output channel, or null
   * @param biasAt index of the block's first output channel in {@code bias}
   * @param residual added to the output, laid out as {@code y}, or null
   * @param relu whether negative results become 0
   */
  public void run(
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
    int max = byRows.length - 1;
    int tiles = (pixels + max - 1) / max;
    int rows = pixels / tiles;
    int longer = pixels - tiles * rows;
    for (int tile = 0; tile < tiles; tile++) {
      int now = tile < longer ? rows + 1 : rows;
      tile(now)
          .run(
              x, xAt, xStep, taps, from, to, w, wAt, y, yAt, yStep, width, bias, biasAt, residual,
              relu);
      xAt += now * xStep;
      yAt += now * yStep;
    }
  }

  private RegisterTile tile(int rows) {
    RegisterTile tile = byRows[rows];
    if (tile == null) {
      // Two threads may both define it; either will do.
      tile = define(rows, vectors, flat);
      byRows[rows] = tile;
    }
    return tile;
  }

  private static RegisterTile define(int rows, int vectors, boolean flat) {
    try (InputStream in = RegisterTiles.class.getResourceAsStream("TileTemplate.class")) {
      int[] size = {rows, vectors, flat ? 1 : 0};
      Lookup lookup =
          MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), size, true);
      return (RegisterTile)
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (IOException e) {
      throw new UncheckedIOException("the class file of the register tile cannot be read", e);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("the register tile of " + rows + " rows cannot be defined", e);
    }
  }
}
