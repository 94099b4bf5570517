package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import java.util.Arrays;

/**
 * Both gradients of a 3×3 convolution by Winograd's minimal filtering, from output gradients that
 * are read and transformed once: {@link WinogradInputGradient} and {@link WinogradWeightGradient}
 * both multiply {@code A dy Aᵀ}. A group of pictures at a time, a row of elements after the other.
 *
 * <p>Pictures are cut into chunks, as for the weight gradient alone: a chunk owns the inputs'
 * gradients of its pictures, and its sums for the weights are added to the others' in order.
 */
final class WinogradGradients {
  private final ConvShape shape;
  private final WinogradInputGradient inputs;
  private final WinogradWeightGradient weights;
  private final WinogradOutputGradient gradient;
  private final int ins;
  private final int groups;
  private final int chunks;

  private WinogradGradients(
      WinogradInputGradient inputs, WinogradWeightGradient weights, int chunks) {
    shape = inputs.shape();
    this.inputs = inputs;
    this.weights = weights;
    this.chunks = chunks;
    gradient = inputs.gradient();
    ins = inputs.elements();
    groups = inputs.tiles();
  }

  /**
   * Both gradients, in as many chunks as those of the weights alone.
   *
   * @return null where they do not share the transform, or not that of all output channels
   */
  static WinogradGradients of(InputGradient inputs, WeightGradient weights) {
    if (!(inputs instanceof WinogradInputGradient input)
        || !(weights instanceof WinogradWeightGradient)
        || weights.algorithm() != inputs.algorithm()
        || weights.chunks() > inputs.tiles()) {
      return null;
    }
    WinogradWeightGradient blocks = new WinogradWeightGradient(inputs.shape(), input.mostTiles());
    return blocks.tiles() == 1 && weights.tiles() == 1
        ? new WinogradGradients(input, blocks, weights.chunks())
        : null;
  }

  private int patchFloats() {
    int patch = Math.max(weights.input().patchFloats(), gradient.patchFloats());
    return Math.max(patch, inputs.sumFloats());
  }

  /** Inputs transformed, and then products of the same row. */
  private int rowFloats() {
    return Math.max(weights.input().transformedFloats(), inputs.productFloats());
  }

  /** Scratch memory that a call uses in each thread that takes part, in bytes. */
  long workspaceBytes() {
    return (long) Float.BYTES
        * (patchFloats()
            + gradient.stripFloats()
            + gradient.transformedFloats()
            + rowFloats()
            + inputs.halfFloats()
            + weights.input().stripFloats()
            + weights.sumFloats()
            + shape.outChannels());
  }

  /**
   * A chunk of the pictures.
   *
   * @param packed weights, as the input gradient packs them
   * @param weightsAt index in {@code dWeights} of the chunk's first weight
   * @param dBias where the sums of {@code dy} go, or null
   * @param biasAt index in {@code dBias} of the chunk's first sum
   */
  void tile(
      int chunk,
      float[] x,
      float[] dy,
      float[] packed,
      Epilogue epilogue,
      float[] dx,
      float[] dWeights,
      int weightsAt,
      float[] dBias,
      int biasAt,
      Scratch scratch) {
    int channels = shape.outChannels();
    WinogradInput input = weights.input();
    float[] patch = scratch.floats(0, patchFloats());
    float[] strips = scratch.floats(1, gradient.stripFloats());
    float[] d = scratch.floats(2, gradient.transformedFloats());
    float[] rows = scratch.floats(3, rowFloats());
    float[] half = scratch.floats(4, inputs.halfFloats());
    float[] inputStrips = scratch.floats(5, input.stripFloats());
    float[] sums = scratch.floats(6, weights.sumFloats());
    float[] bias = scratch.floats(7, channels);
    Arrays.fill(bias, 0, channels, 0);
    int begin = WeightGradient.share(groups, chunk, chunks);
    int end = WeightGradient.share(groups, chunk + 1, chunks);
    int perPicture = inputs.mostTiles() / inputs.picturesPerGroup();
    for (int group = begin; group < end; group++) {
      int first = group * inputs.picturesPerGroup();
      int pictures = Math.min(inputs.picturesPerGroup(), shape.batch() - first);
      int from = first * perPicture;
      int count = pictures * perPicture;
      input.down(from, from + count, x, inputStrips, patch);
      gradient.down(from, from + count, 0, channels, dy, strips, patch);
      for (int row = 0; row < ins; row++) {
        gradient.across(count, row, channels, strips, d);
        input.across(from, from + count, row, inputStrips, rows);
        boolean add = group > begin;
        weights.row(count, row, 0, weights.panelCount(), channels, rows, d, sums, bias, add);
        inputs.row(pictures, row, d, packed, rows, half);
      }
      inputs.end(first, pictures, half, patch, epilogue, dx);
    }
    weights.end(0, weights.panelCount(), sums, dWeights, weightsAt);
    if (dBias != null) {
      System.arraycopy(bias, 0, dBias, biasAt, channels);
    }
  }
}
