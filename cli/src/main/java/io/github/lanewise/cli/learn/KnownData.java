package io.github.lanewise.cli.learn;

import io.github.lanewise.nn.data.Cifar10;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.data.Downloads;
import io.github.lanewise.nn.data.Idx;
import io.github.lanewise.nn.data.Scaling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Data sets that are known by name. */
public enum KnownData implements DataSource {
  /** The 1,797 digits of 8×8 pixels that come with Lanewise. */
  DIGITS("digits", Digits.SCALING, 16, "0,1,2,3,4,5,6,7,8,9"),
  /** MNIST, from a folder. */
  MNIST("mnist", Idx.MNIST, 255, "0,1,2,3,4,5,6,7,8,9"),
  /** Fashion-MNIST, from a folder. */
  FASHION_MNIST(
      "fashion-mnist",
      new Scaling(0.2860f * 255, 0.3530f * 255),
      255,
      "T-shirt,trousers,pullover,dress,coat,sandal,shirt,sneaker,bag,ankle boot"),
  /** CIFAR-10, from a folder. */
  CIFAR_10("cifar-10", Cifar10.SCALING, 255, String.join(",", Cifar10.CLASSES));

  private final String title;
  private final float mean;
  private final float deviation;
  private final float white;
  private final String labels;

  KnownData(String title, Scaling scaling, float white, String labels) {
    this.title = title;
    this.mean = scaling.mean();
    this.deviation = scaling.deviation();
    this.white = white;
    this.labels = labels;
  }

  /**
   * The data sets that are looked for in a folder named beside them.
   *
   * @return their names, with commas between them
   */
  public static String inNamedFolders() {
    return Arrays.stream(values())
        .filter(KnownData::inNamedFolder)
        .map(KnownData::title)
        .collect(Collectors.joining(", "));
  }

  /**
   * Fetches the files, unless they are there.
   *
   * @param cache the folder of all data sets
   * @return the folder of this one; null for digits, which come along
   * @throws IOException if a file cannot be fetched
   * @throws InterruptedException if the thread is interrupted
   */
  public Path fetch(Path cache) throws IOException, InterruptedException {
    return switch (this) {
      case DIGITS -> null;
      case MNIST -> Downloads.mnist(cache);
      case FASHION_MNIST -> Downloads.fashionMnist(cache);
      case CIFAR_10 -> Downloads.cifar10(cache);
    };
  }

  @Override
  public boolean inNamedFolder() {
    return this != DIGITS;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Scaling scaling() {
    return new Scaling(mean, deviation);
  }

  @Override
  public float white() {
    return white;
  }

  @Override
  public List<String> labels() {
    return List.of(labels.split(","));
  }

  @Override
  public Dataset train(Path folder) throws IOException {
    return switch (this) {
      case DIGITS -> Digits.train();
      case MNIST, FASHION_MNIST -> Idx.train(required(folder), scaling());
      case CIFAR_10 -> Cifar10.train(required(folder), scaling());
    };
  }

  @Override
  public Dataset test(Path folder) throws IOException {
    return switch (this) {
      case DIGITS -> Digits.test();
      case MNIST, FASHION_MNIST -> Idx.test(required(folder), scaling());
      case CIFAR_10 -> Cifar10.test(required(folder), scaling());
    };
  }

  private Path required(Path folder) throws IOException {
    if (folder == null) {
      throw new IOException(
          title
              + " does not come with Lanewise: name the folder of its files with --data FOLDER, or"
              + " have them fetched with --download");
    }
    return folder;
  }
}
