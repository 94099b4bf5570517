package io.github.lanewise.bench.costtable;

import io.github.lanewise.kernels.conv.ConvShape;

/**
 * What one column of the table costs, by formula.
 *
 * @param storedFloats floats that are stored, the figure on the slide
 * @param operations float multiplies or adds of one product, the figure on the slide
 * @param indexBytes bytes that tell where the stored floats belong, which the slide leaves out
 * @param bytes bytes stored, indices included
 * @param bytesMoved bytes that a product reads and writes at least: what is stored, the picture and
 *     the output, each once
 */
public record Cost(
    long storedFloats, long operations, long indexBytes, long bytes, long bytesMoved) {

  /**
   * The cost of a convolution without padding done in one of the three ways.
   *
   * @param column the way
   * @param shape one picture, no padding
   * @return the cost
   * @throws ArithmeticException if a figure is over 2⁶³ − 1
   */
  static Cost of(Column column, ConvShape shape) {
    long inputs = shape.inputLength();
    long outputs = shape.outputLength();
    long taps = shape.depth();
    return switch (column) {
      case DENSE -> of(shape, inputs * outputs, outputs * (2 * inputs - 1), 0);
      case SPARSE -> {
        long rowPointers = outputs + 1;
        long columnIndices = taps * outputs;
        yield of(
            shape,
            taps * outputs,
            outputs * (2 * taps - 1),
            Integer.BYTES * (rowPointers + columnIndices));
      }
      case CONVOLUTION -> of(shape, shape.weightCount(), outputs * (2 * taps - 1), 0);
    };
  }

  private static Cost of(ConvShape shape, long storedFloats, long operations, long indexBytes) {
    long bytes = Math.addExact(Math.multiplyExact(Float.BYTES, storedFloats), indexBytes);
    long vectors = (long) Float.BYTES * (shape.inputLength() + (long) shape.outputLength());
    return new Cost(storedFloats, operations, indexBytes, bytes, Math.addExact(bytes, vectors));
  }
}
