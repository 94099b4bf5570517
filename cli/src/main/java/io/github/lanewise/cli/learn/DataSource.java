package io.github.lanewise.cli.learn;

import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.data.Idx;
import io.github.lanewise.nn.data.Scaling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Where examples come from. */
public enum DataSource {
  /** The 1,797 digits of 8×8 pixels that come with Lanewise. */
  DIGITS("digits", Digits.SCALING, 16),
  /** MNIST, from a folder. */
  MNIST("mnist", Idx.MNIST, 255),
  /** Fashion-MNIST, from a folder. */
  FASHION_MNIST("fashion-mnist", new Scaling(0.2860f * 255, 0.3530f * 255), 255);

  private final String title;
  private final float mean;
  private final float deviation;
  private final float white;

  DataSource(String title, Scaling scaling, float white) {
    this.title = title;
    this.mean = scaling.mean();
    this.deviation = scaling.deviation();
    this.white = white;
  }

  /**
   * The source of a name.
   *
   * @param title as users write it
   * @return the source
   * @throws IllegalArgumentException if there is none
   */
  public static DataSource of(String title) {
    for (DataSource source : values()) {
      if (source.title.equals(title.toLowerCase(Locale.ROOT))) {
        return source;
      }
    }
    throw new IllegalArgumentException(
        "there is no data named '%s', expected one of %s"
            .formatted(title, Arrays.stream(values()).map(s -> s.title).toList()));
  }

  /**
   * Its name, as users write it.
   *
   * @return the name
   */
  public String title() {
    return title;
  }

  /**
   * How stored values become what a network reads.
   *
   * @return the scaling
   */
  public Scaling scaling() {
    return new Scaling(mean, deviation);
  }

  /**
   * What stands for white.
   *
   * @return the value as stored, before scaling
   */
  public float white() {
    return white;
  }

  /**
   * The examples to learn from.
   *
   * @param folder where files lie; null if the user named none
   * @return the examples
   * @throws IOException if they cannot be read
   */
  public Dataset train(Path folder) throws IOException {
    return this == DIGITS ? Digits.train() : Idx.train(required(folder), scaling());
  }

  /**
   * The examples to test with.
   *
   * @param folder where files lie; null if the user named none
   * @return the examples
   * @throws IOException if they cannot be read
   */
  public Dataset test(Path folder) throws IOException {
    return this == DIGITS ? Digits.test() : Idx.test(required(folder), scaling());
  }

  private Path required(Path folder) throws IOException {
    if (folder == null) {
      throw new IOException(
          title
              + " does not come with Lanewise: name the folder of its four idx files, --data FOLDER");
    }
    return folder;
  }
}
