package io.github.lanewise.cli.learn;

import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where examples come from. */
public interface DataSource {
  /**
   * The source of a name.
   *
   * @param name as users write it: that of a known data set, a folder of pictures, or a CSV file
   * @return the source
   * @throws IOException if the folder or file cannot be read
   * @throws IllegalArgumentException if there is none
   */
  static DataSource of(String name) throws IOException {
    for (KnownData known : KnownData.values()) {
      if (known.title().equals(name.toLowerCase(Locale.ROOT))) {
        return known;
      }
    }
    if (Files.isDirectory(Path.of(name))) {
      return PictureFolder.open(Path.of(name));
    }
    if (Files.isRegularFile(Path.of(name)) && name.matches("(?i).*\\.csv(\\.gz)?")) {
      return CsvFile.open(Path.of(name));
    }
    throw new IllegalArgumentException(
        "there is no data named '%s', expected one of %s, a folder with a folder of pictures for"
                .formatted(name, Arrays.stream(KnownData.values()).map(KnownData::title).toList())
            + " each class, or a file named *.csv or *.csv.gz");
  }

  /**
   * Its name, as users write it.
   *
   * @return the name
   */
  String title();

  /**
   * How stored values become what a network reads.
   *
   * @return the scaling
   */
  Scaling scaling();

  /**
   * What stands for white.
   *
   * @return the value as stored, before scaling
   */
  float white();

  /**
   * Names of the classes.
   *
   * @return by number
   */
  List<String> labels();

  /**
   * Whether the user names the folder of its files, or has them fetched.
   *
   * @return false by default
   */
  default boolean inNamedFolder() {
    return false;
  }

  /**
   * The examples to learn from.
   *
   * @param folder where files lie; null if the user named none
   * @return the examples
   * @throws IOException if they cannot be read
   */
  Dataset train(Path folder) throws IOException;

  /**
   * The examples to test with.
   *
   * @param folder where files lie; null if the user named none
   * @return the examples
   * @throws IOException if they cannot be read
   */
  Dataset test(Path folder) throws IOException;
}
