package io.github.lanewise.cli.learn;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.cli.picture.PictureReader;
import io.github.lanewise.nn.data.AreaResize;
import io.github.lanewise.onnx.graph.GraphInput;
import io.github.lanewise.onnx.tensor.NpyFile;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A file of any kind as a model reads it. */
public final class TensorInput {
  private static final float WHITE = 255;

  private TensorInput() {}

  /**
   * Reads a tensor or a picture.
   *
   * @param file a tensor (.pb, .npy) or else a picture
   * @param wanted what the model reads
   * @return the tensor; of a picture {@code [1][channels][height][width]} with values from 0 to 1
   * @throws IOException if the file cannot be read or is no tensor or picture
   * @throws IllegalArgumentException if the model reads no pictures
   */
  public static Tensor read(Path file, GraphInput wanted) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".pb")) {
      return TensorFile.read(file);
    }
    if (name.endsWith(".npy")) {
      return NpyFile.read(file);
    }
    return picture(PictureReader.read(file), wanted);
  }

  private static Tensor picture(Picture picture, GraphInput wanted) {
    int[] dims = wanted.dims(-1);
    if (dims.length != 4 || (dims[1] != 1 && dims[1] != 3)) {
      throw new IllegalArgumentException(
          "the model reads %s, expected [batch, 1 or 3, height, width] for a picture"
              .formatted(wanted));
    }
    int height = dims[2] < 0 ? picture.height() : dims[2];
    int width = dims[3] < 0 ? picture.width() : dims[3];
    float[] values = new float[dims[1] * height * width];
    Picture used = dims[1] == 1 ? picture.grey() : picture;
    for (int c = 0; c < dims[1]; c++) {
      float[] plane =
          AreaResize.resize(
              used.plane(used.channels() == 1 ? 0 : c),
              picture.height(),
              picture.width(),
              height,
              width);
      for (int i = 0; i < plane.length; i++) {
        values[c * plane.length + i] = plane[i] / WHITE;
      }
    }
    return Tensor.of(values, 1, dims[1], height, width);
  }
}
