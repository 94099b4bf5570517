package io.github.lanewise.nn.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Well-known data sets that can be fetched; nothing is unless these are called. */
public final class Downloads {
  private static final String MNIST = "https://storage.googleapis.com/cvdf-datasets/mnist/";
  private static final String FASHION =
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

  /** CIFAR-10's archive, the largest file of all, has 170 MB. */
  private static final long LARGEST = 200_000_000;

  private static final Download[] MNIST_FILES = {
    file(
        MNIST,
        "train-images-idx3-ubyte.gz",
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
    file(
        MNIST,
        "train-labels-idx1-ubyte.gz",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
    file(
        MNIST,
        "t10k-images-idx3-ubyte.gz",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
    file(
        MNIST,
        "t10k-labels-idx1-ubyte.gz",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")
  };

  private static final Download[] FASHION_FILES = {
    file(
        FASHION,
        "train-images-idx3-ubyte.gz",
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
    file(
        FASHION,
        "train-labels-idx1-ubyte.gz",
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
    file(
        FASHION,
        "t10k-images-idx3-ubyte.gz",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
    file(
        FASHION,
        "t10k-labels-idx1-ubyte.gz",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")
  };

  private static final Download CIFAR_ARCHIVE =
      file(
          "https://www.cs.toronto.edu/~kriz/",
          "cifar-10-binary.tar.gz",
          "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd");

  private Downloads() {}

  private static Download file(String place, String name, String sha256) {
    return new Download(URI.create(place + name), name, sha256, LARGEST);
  }

  /**
   * Fetches MNIST unless it is there: 12 MB.
   *
   * @param cache the folder of all data sets, such as {@link Download#cache}
   * @return the folder for {@link Idx}
   * @throws IOException if a file cannot be fetched
   * @throws InterruptedException if the thread is interrupted
   */
  public static Path mnist(Path cache) throws IOException, InterruptedException {
    return all(cache.resolve("mnist"), MNIST_FILES);
  }

  /**
   * Fetches Fashion-MNIST unless it is there: 31 MB.
   *
   * @param cache the folder of all data sets, such as {@link Download#cache}
   * @return the folder for {@link Idx}
   * @throws IOException if a file cannot be fetched
   * @throws InterruptedException if the thread is interrupted
   */
  public static Path fashionMnist(Path cache) throws IOException, InterruptedException {
    return all(cache.resolve("fashion-mnist"), FASHION_FILES);
  }

  /**
   * Fetches CIFAR-10 unless it is there: 170 MB.
   *
   * @param cache the folder of all data sets, such as {@link Download#cache}
   * @return the folder for {@link Cifar10}
   * @throws IOException if a file cannot be fetched
   * @throws InterruptedException if the thread is interrupted
   */
  public static Path cifar10(Path cache) throws IOException, InterruptedException {
    Path folder = cache.resolve("cifar-10");
    if (!Cifar10.complete(folder)) {
      Cifar10.unpack(CIFAR_ARCHIVE.into(folder), folder);
    }
    return folder;
  }

  private static Path all(Path folder, Download... files) throws IOException, InterruptedException {
    for (Download file : files) {
      file.into(folder);
    }
    return folder;
  }
}
