package io.github.lanewise.bench.lecture;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * A small convolution of one channel, with one of its outputs taken apart.
 *
 * @param title what it shows
 * @param input the input
 * @param kernel the kernel
 * @param output the output
 * @param stride its stride
 * @param padding zeros on each side
 * @param dilation steps from tap to tap
 * @param formula the size of the output, worked out
 * @param row row of the output that is taken apart
 * @param column its column
 * @param products what that output is the sum of; taps on padding count as 0
 */
public record Worked(
    String title,
    Matrix input,
    Matrix kernel,
    Matrix output,
    int stride,
    int padding,
    int dilation,
    String formula,
    int row,
    int column,
    List<Product> products) {

  /**
   * A tap at work.
   *
   * @param row row of the input, outside it on padding
   * @param column column of the input, outside it on padding
   * @param input the input there, 0 on padding
   * @param weight the kernel's weight
   */
  public record Product(int row, int column, float input, float weight) {}

  static Worked of(
      String title,
      Matrix input,
      Matrix kernel,
      int stride,
      int padding,
      int dilation,
      int row,
      int column,
      Workers workers) {
    ConvShape shape =
        ConvShape.builder()
            .input(input.rows(), input.columns(), 1)
            .outChannels(1)
            .kernel(kernel.rows(), kernel.columns())
            .stride(stride)
            .padding(padding)
            .dilation(dilation)
            .build();
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < kernel.rows(); i++) {
      for (int j = 0; j < kernel.columns(); j++) {
        int y = shape.height().start(row) + i * dilation;
        int x = shape.width().start(column) + j * dilation;
        boolean inside = y >= 0 && y < input.rows() && x >= 0 && x < input.columns();
        products.add(new Product(y, x, inside ? input.at(y, x) : 0, kernel.at(i, j)));
      }
    }
    return new Worked(
        title,
        input,
        kernel,
        new Matrix(
            shape.outHeight(),
            shape.outWidth(),
            Once.convolve(shape, input.values(), kernel.values(), workers)),
        stride,
        padding,
        dilation,
        shape.height().explain(),
        row,
        column,
        products);
  }

  /**
   * The products added up, apart from the convolution that computed {@link #output}.
   *
   * @return the output at {@link #row} and {@link #column}
   */
  public double sum() {
    return products.stream().mapToDouble(p -> (double) p.input() * p.weight()).sum();
  }
}
