package io.github.lanewise.cli.learn;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.cli.picture.PictureReader;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.FloatPictures;
import io.github.lanewise.nn.data.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Pictures in folders, one for each class, named as it; either in {@code train} and {@code test} of
 * a folder or in the folder itself: then every fifth of a class, by name, is for tests. All are
 * brought to the size of the first, but 64 pixels a side at most, and to its colours.
 *
 * @param root the folder
 * @param labels names of the classes
 * @param shape shape of a picture
 */
public record PictureFolder(Path root, List<String> labels, Shape shape) implements DataSource {
  private static final int LARGEST = 64;
  private static final int TEST_EVERY = 5;
  private static final Scaling SCALING = new Scaling(127.5f, 64);
  private static final float WHITE = 255;

  /** Copies the names. */
  public PictureFolder {
    labels = List.copyOf(labels);
  }

  /**
   * Looks at a folder.
   *
   * @param root the folder
   * @return the source
   * @throws IOException if it cannot be read, or holds no two folders with pictures
   */
  public static PictureFolder open(Path root) throws IOException {
    Path train = split(root) ? root.resolve("train") : root;
    List<Path> classes = entries(train).filter(Files::isDirectory).toList();
    if (classes.size() < 2) {
      throw new IOException(
          train
              + " has "
              + classes.size()
              + " folders, expected one with pictures for each of two classes or more");
    }
    List<Path> pictures = pictures(classes.getFirst());
    if (pictures.isEmpty()) {
      throw new IOException(classes.getFirst() + " has no PNG or JPEG pictures");
    }
    Picture first = PictureReader.read(pictures.getFirst());
    Shape shape =
        new Shape(
            Math.min(LARGEST, first.height()), Math.min(LARGEST, first.width()), first.channels());
    List<String> labels = classes.stream().map(c -> c.getFileName().toString()).toList();
    return new PictureFolder(root, labels, shape);
  }

  private static boolean split(Path root) {
    return Files.isDirectory(root.resolve("train")) && Files.isDirectory(root.resolve("test"));
  }

  /** By name, so that every machine has the same order. */
  private static Stream<Path> entries(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.sorted().toList().stream();
    }
  }

  private static List<Path> pictures(Path folder) throws IOException {
    return entries(folder)
        .filter(
            file ->
                file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g)"))
        .toList();
  }

  @Override
  public String title() {
    return root.toString();
  }

  @Override
  public Scaling scaling() {
    return SCALING;
  }

  @Override
  public float white() {
    return WHITE;
  }

  @Override
  public Dataset train(Path folder) throws IOException {
    return split(root)
        ? read(root.resolve("train"), i -> true)
        : read(root, i -> i % TEST_EVERY != TEST_EVERY - 1);
  }

  @Override
  public Dataset test(Path folder) throws IOException {
    return split(root)
        ? read(root.resolve("test"), i -> true)
        : read(root, i -> i % TEST_EVERY == TEST_EVERY - 1);
  }

  private Dataset read(Path place, IntPredicate chosen) throws IOException {
    List<float[]> rows = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      List<Path> pictures = pictures(place.resolve(labels.get(label)));
      for (int i = 0; i < pictures.size(); i++) {
        if (chosen.test(i)) {
          rows.add(NetworkPicture.of(PictureReader.read(pictures.get(i)), shape, SCALING));
          classes.add(label);
        }
      }
    }
    float[] pixels = new float[shape.length(rows.size())];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, pixels, i * shape.length(), shape.length());
    }
    int[] numbers = classes.stream().mapToInt(Integer::intValue).toArray();
    return new FloatPictures(shape, labels.size(), pixels, numbers);
  }
}
