package io.github.lanewise.bench.layers;

import io.github.lanewise.kernels.conv.ConvShape;

/**
 * A convolution layer of a network: square input and kernel, the same stride and padding both ways.
 *
 * @param name what tables call it
 * @param inChannels input channels, a multiple of {@code groups}
 * @param inSize input rows and columns, pixels
 * @param outChannels output channels, a multiple of {@code groups}
 * @param kernel rows and columns of the kernel
 * @param stride pixels between neighbouring windows
 * @param padding zero pixels on each side
 * @param groups channel groups; {@code inChannels} for a depthwise convolution
 */
public record Layer(
    String name,
    int inChannels,
    int inSize,
    int outChannels,
    int kernel,
    int stride,
    int padding,
    int groups) {
  /** Names of the fields in a line. */
  static final String HEADER = "name,inChannels,inSize,outChannels,kernel,stride,padding,groups";

  private static final String[] FIELDS = HEADER.split(",");

  /**
   * Reads a line as {@link #line} writes it.
   *
   * @param line eight fields with commas between them
   * @return the layer
   * @throws IllegalArgumentException if a field is missing, not a number, or the sizes do not fit
   */
  public static Layer parse(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != FIELDS.length) {
      throw new IllegalArgumentException(
          "'%s' has %d fields, expected the %d of %s"
              .formatted(line, fields.length, FIELDS.length, HEADER));
    }
    String name = fields[0].strip();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("'%s' has an empty name, expected one".formatted(line));
    }
    Layer layer =
        new Layer(
            name,
            number(fields, 1),
            number(fields, 2),
            number(fields, 3),
            number(fields, 4),
            number(fields, 5),
            number(fields, 6),
            number(fields, 7));
    layer.shape(1); // whose error says what does not fit
    return layer;
  }

  private static int number(String[] fields, int index) {
    try {
      return Integer.parseInt(fields[index].strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s of %s is '%s', expected a whole number"
              .formatted(FIELDS[index], fields[0].strip(), fields[index].strip()),
          e);
    }
  }

  /**
   * This layer as a line of a list.
   *
   * @return the fields with commas between them
   */
  public String line() {
    return "%s,%d,%d,%d,%d,%d,%d,%d"
        .formatted(name, inChannels, inSize, outChannels, kernel, stride, padding, groups);
  }

  /**
   * The shape of the convolution.
   *
   * @param batch images
   * @return the shape
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public ConvShape shape(int batch) {
    return ConvShape.builder()
        .batch(batch)
        .input(inSize, inSize, inChannels)
        .outChannels(outChannels)
        .kernel(kernel)
        .stride(stride)
        .padding(padding)
        .groups(groups)
        .build();
  }
}
