package io.github.lanewise.onnx.operators;

import java.util.List;

/**
 * DepthToSpace and SpaceToDepth: blocks of pixels from channels, or channels from blocks of pixels.
 *
 * @param toSpace which of the two
 * @param block pixels down and across of a block
 * @param columnRowDepth whether channels are split as {@code [depth][row][column]} (mode CRD)
 */
record BlockShuffle(boolean toSpace, int block, boolean columnRowDepth) implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    int[] d = inputs.getFirst().dims();
    int divided = toSpace ? block * block : block;
    if (d.length != 4
        || block < 1
        || (toSpace ? d[1] % divided != 0 : d[2] % divided != 0 || d[3] % divided != 0)) {
      throw new IllegalArgumentException(
          "%s with blocks of %d: expected 4 dimensions that blocks divide"
              .formatted(inputs.getFirst(), block));
    }
    return List.of(
        toSpace
            ? Value.of(
                inputs.getFirst().type(),
                d[0],
                d[1] / (block * block),
                Math.multiplyExact(d[2], block),
                Math.multiplyExact(d[3], block))
            : Value.of(
                inputs.getFirst().type(),
                d[0],
                Math.multiplyExact(d[1], block * block),
                d[2] / block,
                d[3] / block));
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] d = inputs.getFirst().dims();
    if (!toSpace) {
      int[] split = {d[0], d[1], d[2] / block, block, d[3] / block, block};
      return Indexed.transposing(split, 0, 3, 5, 1, 2, 4);
    }
    int depth = d[1] / (block * block);
    return columnRowDepth
        ? Indexed.transposing(new int[] {d[0], depth, block, block, d[2], d[3]}, 0, 1, 4, 2, 5, 3)
        : Indexed.transposing(new int[] {d[0], block, block, depth, d[2], d[3]}, 0, 3, 4, 1, 5, 2);
  }
}
