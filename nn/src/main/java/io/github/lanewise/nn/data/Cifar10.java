package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.files.AtomicFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * CIFAR-10 (Krizhevsky 2009, "Learning multiple layers of features from tiny images"), binary
 * version: 60,000 colour pictures of 32×32 pixels of ten classes, in files of records of a label
 * and 3,072 values, channels first.
 */
public final class Cifar10 {
  /** Mean and deviation over all pictures and channels. */
  public static final Scaling SCALING = new Scaling(120.7f, 64.15f);

  /** The classes by number. */
  public static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final String[] TRAINING = {
    "data_batch_1.bin",
    "data_batch_2.bin",
    "data_batch_3.bin",
    "data_batch_4.bin",
    "data_batch_5.bin"
  };

  private static final String TEST = "test_batch.bin";

  private static final Shape SHAPE = new Shape(32, 32, 3);
  private static final int PIXELS = SHAPE.height() * SHAPE.width();
  private static final int RECORD = 1 + SHAPE.length();

  private Cifar10() {}

  /**
   * The 50,000 pictures to learn from: {@code data_batch_1.bin} to {@code data_batch_5.bin} of a
   * folder, or of {@code cifar-10-batches-bin} in it, as the archive has it.
   *
   * @param folder the folder
   * @param scaling how a byte becomes a float
   * @return colour pictures of ten classes
   * @throws IOException if a file is missing or wrong
   */
  public static Dataset train(Path folder, Scaling scaling) throws IOException {
    return read(folder, scaling, TRAINING);
  }

  /**
   * The 10,000 pictures to test with: {@code test_batch.bin}.
   *
   * @param folder as for {@link #train}
   * @param scaling how a byte becomes a float
   * @return colour pictures of ten classes
   * @throws IOException if the file is missing or wrong
   */
  public static Dataset test(Path folder, Scaling scaling) throws IOException {
    return read(folder, scaling, TEST);
  }

  /** Whether all files that {@link #unpack} writes are in a folder. */
  static boolean complete(Path folder) {
    return Files.exists(folder.resolve(TEST))
        && Arrays.stream(TRAINING).allMatch(name -> Files.exists(folder.resolve(name)));
  }

  /**
   * Takes the files out of the archive that they are distributed in.
   *
   * @param archive {@code cifar-10-binary.tar.gz}
   * @param folder where to
   * @throws IOException if the archive cannot be read or a file not written
   */
  public static void unpack(Path archive, Path folder) throws IOException {
    try (InputStream in = Gzip.unzipped(new BufferedInputStream(Files.newInputStream(archive)))) {
      Tar.files(
          in,
          (name, contents) -> {
            if (name.endsWith(".bin")) {
              AtomicFile.write(folder.resolve(name), contents::transferTo);
            }
          });
    }
  }

  private static Dataset read(Path folder, Scaling scaling, String... names) throws IOException {
    Path inner = folder.resolve("cifar-10-batches-bin");
    Path place = Files.isDirectory(inner) ? inner : folder;
    byte[][] files = new byte[names.length][];
    int records = 0;
    for (int i = 0; i < names.length; i++) {
      files[i] = read(place.resolve(names[i]));
      records += files[i].length / RECORD;
    }
    byte[] pixels = new byte[records * SHAPE.length()];
    byte[] labels = new byte[records];
    int record = 0;
    for (byte[] file : files) {
      for (int at = 0; at < file.length; at += RECORD) {
        labels[record] = file[at];
        copy(file, at + 1, pixels, record * SHAPE.length());
        record++;
      }
    }
    try {
      return new BytePictures(SHAPE, CLASSES.size(), pixels, labels, scaling);
    } catch (IllegalArgumentException e) {
      throw new IOException(place + ": " + e.getMessage(), e);
    }
  }

  private static byte[] read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          file + " does not exist; expected the files of CIFAR-10's binary version");
    }
    long length = Files.size(file);
    if (length == 0 || length % RECORD != 0) {
      throw new IOException(
          "%s has %d bytes, expected a multiple of %d: a label and 32·32·3 values each"
              .formatted(file, length, RECORD));
    }
    return Files.readAllBytes(file);
  }

  private static void copy(byte[] from, int at, byte[] to, int toAt) {
    for (int channel = 0; channel < SHAPE.channels(); channel++) {
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        to[toAt + pixel * SHAPE.channels() + channel] = from[at + channel * PIXELS + pixel];
      }
    }
  }
}
