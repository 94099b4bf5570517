package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.Transposition;
import io.github.lanewise.kernels.simd.WeightTransform;
import java.util.Arrays;

/**
 * The transformed weights of Winograd's minimal filtering: a matrix {@code [in][out]} for each of
 * the {@code (m+2)²} elements, packed in {@link Panels}.
 *
 * <p>Training transforms them for each step, so it has to be quick: some inputs of a panel at a
 * time are transformed down the kernel's columns into scratch memory, then along its rows into
 * their places. Matrices lie no power of two apart, or all their places would share one set of each
 * cache.
 */
final class WinogradPanels {
  /** Inputs that are transformed together: runs long enough, scratch for the L1 cache. */
  private static final int RUN = 16;

  private final int in;
  private final int out;
  private final int elements;
  private final WeightTransform transform;
  private final Panels panels;
  private final Pool<float[]> scratches;

  /**
   * Transformed weights.
   *
   * @param in input channels
   * @param out output channels
   * @param elements elements along one side of a tile
   */
  WinogradPanels(int in, int out, int elements, WeightTransform transform) {
    this.in = in;
    this.out = out;
    this.elements = elements;
    this.transform = transform;
    panels = new Panels(in, out);
    scratches = new Pool<>(() -> new float[squareAt() + Transposition.SQUARE_FLOATS]);
  }

  Panels panels() {
    return panels;
  }

  /** Distance between the matrices of neighbouring elements. */
  long step() {
    return panels.floats() + (panels.floats() / L % 2 == 0 ? L : 0);
  }

  long floats() {
    return step() * elements * elements;
  }

  /** Distance between the runs of a row. */
  private int runStep() {
    return RUN * panels.panelColumns() + L;
  }

  private int rowStep() {
    return 3 * runStep();
  }

  /** Where scratch memory holds what is not transformed yet: a kernel column of some inputs. */
  private int columnAt() {
    return elements * rowStep();
  }

  /** Where scratch memory holds a square that is transposed. */
  private int squareAt() {
    return columnAt() + 3 * RUN * panels.panelColumns();
  }

  /** Transforms and packs a panel of {@code [3][3][in][out]}. */
  void pack(int panel, float[] weights, float[] packed) {
    float[] scratch = scratches.take();
    for (int from = 0; from < in; from += RUN) {
      int to = Math.min(in, from + RUN);
      down(panel, from, to, weights, scratch);
      across(panel, to - from, scratch, packed, at(panel, from), (int) step());
    }
    scratches.give(scratch);
    fillGaps(panel, packed);
  }

  /**
   * Transforms and packs a panel of {@code [3][3][out][in]}.
   *
   * @param rotated whether by 180°
   */
  void packExchanged(int panel, boolean rotated, float[] weights, float[] packed) {
    float[] scratch = scratches.take();
    for (int from = 0; from < in; from += RUN) {
      int count = Math.min(RUN, in - from);
      downExchanged(panel, rotated, from, count, weights, scratch);
      across(panel, count, scratch, packed, at(panel, from), (int) step());
    }
    scratches.give(scratch);
    fillGaps(panel, packed);
  }

  /** What lies behind the last panel of each matrix is always the same. */
  private void fillGaps(int panel, float[] packed) {
    if (panel < panels.count() - 1) {
      return;
    }
    int matrix = (int) panels.floats();
    for (int at = 0; at < floats(); at += (int) step()) {
      Arrays.fill(packed, at + matrix, at + (int) step(), 0);
    }
  }

  /** {@code scratch[row][column][in][out] = G g}, of weights that are turned on the way. */
  private void downExchanged(
      int panel, boolean rotated, int from, int count, float[] weights, float[] scratch) {
    int whole = panels.vectors(panel) * L;
    if (panels.width(panel) < whole) { // what fills up the last vector
      Arrays.fill(scratch, columnAt(), squareAt(), 0);
    }
    for (int kw = 0; kw < 3; kw++) {
      for (int kh = 0; kh < 3; kh++) {
        int tap = rotated ? 8 - (3 * kh + kw) : 3 * kh + kw;
        Transposition.run(
            panels.width(panel),
            count,
            weights,
            (tap * out + panels.column(panel)) * in + from,
            in,
            scratch,
            columnAt() + kh * RUN * whole,
            whole,
            scratch,
            squareAt());
      }
      int runAt = kw * runStep();
      transform.weights(scratch, columnAt(), RUN * whole, scratch, runAt, rowStep(), count * whole);
    }
  }

  /** {@code scratch[row][column][in][out] = G g}. */
  private void down(int panel, int from, int to, float[] weights, float[] scratch) {
    int width = panels.width(panel);
    int whole = panels.vectors(panel) * L;
    int narrow = columnAt();
    for (int kw = 0; kw < 3; kw++) {
      for (int i = from; i < to; i++) {
        int at = (kw * in + i) * out + panels.column(panel);
        int runAt = kw * runStep() + (i - from) * whole;
        if (width == whole) {
          transform.weights(weights, at, 3 * in * out, scratch, runAt, rowStep(), whole);
        } else {
          for (int kh = 0; kh < 3; kh++) {
            int row = narrow + kh * whole;
            System.arraycopy(weights, at + kh * 3 * in * out, scratch, row, width);
            Arrays.fill(scratch, row + width, row + whole, 0);
          }
          transform.weights(scratch, narrow, whole, scratch, runAt, rowStep(), whole);
        }
      }
    }
  }

  /**
   * The way back, for one panel: {@code dg = Gᵀ dU G}.
   *
   * @param products {@code [element][in][whole vectors]}
   * @param at index of the first
   * @param productStep distance between the matrices of neighbouring elements
   * @param dWeights {@code [3][3][in][out]}, of which the panel's columns are overwritten
   * @param weightsAt index of the first weight
   */
  void gradient(
      int panel, float[] products, int at, int productStep, float[] dWeights, int weightsAt) {
    float[] scratch = scratches.take();
    int whole = panels.vectors(panel) * L;
    for (int from = 0; from < in; from += RUN) {
      int count = Math.min(RUN, in - from);
      for (int row = 0; row < elements; row++) {
        int rowAt = at + row * elements * productStep + from * whole;
        transform.weightGradient(
            products, rowAt, productStep, scratch, row * rowStep(), runStep(), count * whole);
      }
      upwards(panel, from, count, scratch, dWeights, weightsAt);
    }
    scratches.give(scratch);
  }

  private void upwards(
      int panel, int from, int count, float[] scratch, float[] dWeights, int weightsAt) {
    int width = panels.width(panel);
    int whole = panels.vectors(panel) * L;
    int narrow = columnAt();
    int step = 3 * in * out;
    for (int kw = 0; kw < 3; kw++) {
      for (int i = 0; i < count; i++) {
        int runAt = kw * runStep() + i * whole;
        int to = weightsAt + (kw * in + from + i) * out + panels.column(panel);
        if (width == whole) {
          transform.weightGradient(scratch, runAt, rowStep(), dWeights, to, step, whole);
        } else {
          transform.weightGradient(scratch, runAt, rowStep(), scratch, narrow, whole, whole);
          for (int kh = 0; kh < 3; kh++) {
            System.arraycopy(scratch, narrow + kh * whole, dWeights, to + kh * step, width);
          }
        }
      }
    }
  }

  /** Where an input of a panel lies in the first matrix. */
  private int at(int panel, int input) {
    return panels.at(panel) + input * panels.step(panel);
  }

  /** {@code matrices[element][in][out]}: a row of elements at a time. */
  private void across(
      int panel, int count, float[] scratch, float[] matrices, int to, int matrixStep) {
    int run = count * panels.step(panel);
    for (int row = 0; row < elements; row++) {
      transform.weights(scratch, row * rowStep(), runStep(), matrices, to, matrixStep, run);
      to += elements * matrixStep;
    }
  }
}
