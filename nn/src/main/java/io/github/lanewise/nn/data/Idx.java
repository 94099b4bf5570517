package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Files of the IDX format, gzipped or not: MNIST (LeCun, Cortes, Burges), Fashion-MNIST (Xiao,
 * Rasul, Vollgraf 2017) and their kin. A file is two zero bytes, the type (8: unsigned bytes), the
 * number of sizes, each size as a big-endian int, and the values.
 */
public final class Idx {
  /** MNIST's mean and deviation, as PyTorch's example has them, times 255. */
  public static final Scaling MNIST = new Scaling(0.1307f * 255, 0.3081f * 255);

  private static final int UNSIGNED_BYTES = 8;

  /** Values are read in pieces, so that a size that is a lie never allocates more than is there. */
  private static final int PIECE = 1 << 20;

  private Idx() {}

  /**
   * The pictures to learn from: {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}
   * of a folder, with {@code .gz} or without.
   *
   * @param folder the folder
   * @param scaling how a byte becomes a float
   * @return grey pictures of ten classes
   * @throws IOException if a file is missing or wrong
   */
  public static Dataset train(Path folder, Scaling scaling) throws IOException {
    return read(folder, "train", scaling);
  }

  /**
   * The pictures to test with: {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte} of
   * a folder, with {@code .gz} or without.
   *
   * @param folder the folder
   * @param scaling how a byte becomes a float
   * @return grey pictures of ten classes
   * @throws IOException if a file is missing or wrong
   */
  public static Dataset test(Path folder, Scaling scaling) throws IOException {
    return read(folder, "t10k", scaling);
  }

  private static Dataset read(Path folder, String part, Scaling scaling) throws IOException {
    return pictures(
        find(folder, part + "-images-idx3-ubyte"),
        find(folder, part + "-labels-idx1-ubyte"),
        10,
        scaling);
  }

  private static Path find(Path folder, String name) throws IOException {
    for (String ending : new String[] {"", ".gz"}) {
      Path file = folder.resolve(name + ending);
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new IOException(folder + " has neither " + name + " nor " + name + ".gz");
  }

  /**
   * Pictures and their classes from two files.
   *
   * @param pictures a file of three sizes
   * @param labels a file of one size
   * @param classes number of classes
   * @param scaling how a byte becomes a float
   * @return grey pictures
   * @throws IOException if a file is missing or wrong, or they do not fit each other
   */
  public static Dataset pictures(Path pictures, Path labels, int classes, Scaling scaling)
      throws IOException {
    Contents values = read(pictures, 3);
    Contents names = read(labels, 1);
    if (!values.sizes.getFirst().equals(names.sizes.getFirst())) {
      throw new IOException(
          "%s has %d pictures, %s has %d labels"
              .formatted(pictures, values.sizes.getFirst(), labels, names.sizes.getFirst()));
    }
    try {
      Shape shape = new Shape(values.sizes.get(1), values.sizes.get(2), 1);
      return new BytePictures(shape, classes, values.bytes, names.bytes, scaling);
    } catch (IllegalArgumentException e) {
      throw new IOException(labels + ": " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // only handed on
  private record Contents(List<Integer> sizes, byte[] bytes) {}

  private static Contents read(Path file, int dimensions) throws IOException {
    try (BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file));
        DataInputStream in = new DataInputStream(Gzip.unzipped(raw))) {
      int magic = in.readInt();
      if (magic != (UNSIGNED_BYTES << 8 | dimensions)) {
        throw new IOException(
            "%s begins with 0x%08x, expected 0x%08x: unsigned bytes, %d sizes"
                .formatted(file, magic, UNSIGNED_BYTES << 8 | dimensions, dimensions));
      }
      List<Integer> sizes = new ArrayList<>();
      long product = 1;
      for (int i = 0; i < dimensions; i++) {
        int size = in.readInt();
        sizes.add(size);
        product = size < 0 ? Long.MAX_VALUE : product * size;
        if (product > Integer.MAX_VALUE - 8) {
          throw new IOException(file + ": sizes " + sizes + " are more than a Java array holds");
        }
      }
      return new Contents(sizes, values(in, (int) product));
    } catch (EOFException e) {
      throw new IOException(file + " ends before its sizes and values do", e);
    } catch (ZipException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static byte[] values(DataInputStream in, int count) throws IOException {
    byte[] values = new byte[Math.min(count, PIECE)];
    int read = 0;
    while (read < count) {
      if (read == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(count, 2L * values.length));
      }
      int now = in.read(values, read, values.length - read);
      if (now < 0) {
        throw new EOFException();
      }
      read += now;
    }
    return values;
  }
}
