package io.github.lanewise.cli.learn;

import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.data.Csv;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Scaling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Examples in a {@linkplain Csv text file}, of which every fifth line is for tests. As many values
 * as a square of at least 4×4 has pixels, grey or of three colours, are taken for that picture,
 * others for a list.
 */
public final class CsvFile implements DataSource {
  private static final int TEST_EVERY = 5;
  private static final int COLOURS = 3;

  /** The smallest picture that convolutional networks take. */
  private static final int SIDE = 4;

  private final Path file;
  private final Csv.Table table;
  private final int classes;
  private final Scaling scaling;
  private final float largest;

  private CsvFile(Path file, Csv.Table table) {
    this.file = file;
    this.table = table;
    classes = Arrays.stream(table.labels()).max().orElseThrow() + 1;
    double sum = 0;
    double squares = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (float[] row : table.values()) {
      for (float value : row) {
        sum += value;
        squares += (double) value * value;
        most = Math.max(most, value);
      }
    }
    double count = (double) table.length() * table.labels().length;
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
    scaling = new Scaling((float) mean, deviation > 0 ? (float) deviation : 1);
    largest = most;
  }

  /**
   * Reads a file.
   *
   * @param file the file, gzipped or not
   * @return the source
   * @throws IOException if it cannot be read, has fewer than five examples or two classes, or more
   *     classes than examples
   */
  public static CsvFile open(Path file) throws IOException {
    Csv.Table table = Csv.table(file);
    CsvFile source = new CsvFile(file, table);
    int examples = table.labels().length;
    if (examples < TEST_EVERY || source.classes < 2 || source.classes > examples) {
      throw new IOException(
          "%s has %d examples of %d classes, expected %d of 2 at least, and not fewer than classes"
              .formatted(file, examples, source.classes, TEST_EVERY));
    }
    return source;
  }

  /** Whether the values are taken for a picture. */
  boolean pictures() {
    return shape().height() > 1;
  }

  private Shape shape() {
    for (int channels : new int[] {1, COLOURS}) {
      int side = (int) Math.round(Math.sqrt((double) table.length() / channels));
      if (side >= SIDE && side * side * channels == table.length()) {
        return new Shape(side, side, channels);
      }
    }
    return Shape.flat(table.length());
  }

  @Override
  public String title() {
    return file.toString();
  }

  @Override
  public Scaling scaling() {
    return scaling;
  }

  @Override
  public float white() {
    return largest;
  }

  @Override
  public List<String> labels() {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public Dataset train(Path folder) {
    return chosen(i -> i % TEST_EVERY != TEST_EVERY - 1);
  }

  @Override
  public Dataset test(Path folder) {
    return chosen(i -> i % TEST_EVERY == TEST_EVERY - 1);
  }

  private Dataset chosen(IntPredicate lines) {
    int[] numbers = IntStream.range(0, table.labels().length).filter(lines).toArray();
    return table.dataset(shape(), classes, scaling).subset(numbers);
  }
}
