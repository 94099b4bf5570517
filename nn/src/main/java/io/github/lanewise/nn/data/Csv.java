package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Examples from a text file, gzipped or not, with a line for each: its values row by row, then its
 * class, a number from 0; all with commas between. A first line that does not begin with a number
 * is taken for names of the columns.
 */
public final class Csv {
  private Csv() {}

  /**
   * Reads examples.
   *
   * @param file the file
   * @param shape shape of an example; a line has its length and one more columns
   * @param classes number of classes
   * @param scaling how a value becomes what a network reads
   * @return the examples
   * @throws IOException if the file cannot be read or a line is wrong; the message names the line
   */
  public static Dataset read(Path file, Shape shape, int classes, Scaling scaling)
      throws IOException {
    List<float[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (InputStream in = Gzip.unzipped(new BufferedInputStream(Files.newInputStream(file)));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        boolean names = number == 1 && !line.matches("\\s*[-+.0-9].*");
        if (!line.isBlank() && !names) {
          add(file + ", line " + number, line, shape, classes, scaling, rows, labels);
        }
      }
    }
    float[] pixels = new float[shape.length(rows.size())];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, pixels, i * shape.length(), shape.length());
    }
    return new FloatPictures(
        shape, classes, pixels, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static void add(
      String where,
      String line,
      Shape shape,
      int classes,
      Scaling scaling,
      List<float[]> rows,
      List<Integer> labels)
      throws IOException {
    String[] columns = line.split(",", -1);
    if (columns.length != shape.length() + 1) {
      throw new IOException(
          "%s has %d columns, expected the %d values of %s and a class"
              .formatted(where, columns.length, shape.length(), shape));
    }
    float[] row = new float[shape.length()];
    try {
      for (int i = 0; i < row.length; i++) {
        row[i] = scaling.apply(Float.parseFloat(columns[i].strip()));
      }
      int label = Integer.parseInt(columns[row.length].strip());
      if (label < 0 || label >= classes) {
        throw new IOException(
            "%s has the class %d, expected 0 to %d".formatted(where, label, classes - 1));
      }
      labels.add(label);
    } catch (NumberFormatException e) {
      throw new IOException(where + ": " + e.getMessage() + " is no number", e);
    }
    rows.add(row);
  }
}
