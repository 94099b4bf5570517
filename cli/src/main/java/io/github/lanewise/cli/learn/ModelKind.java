package io.github.lanewise.cli.learn;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.zoo.ResNet;
import io.github.lanewise.nn.zoo.Zoo;
import java.util.Locale;

/** Networks that `train` can make for any data. */
public enum ModelKind {
  /** LeNet-5; for pictures below 12×12 a network of the same kind with smaller kernels. */
  LENET,
  /** The lecture's dense network: 512 and 256 hidden units. */
  MLP,
  /** PyTorch's MNIST example. */
  MNIST_EXAMPLE,
  /** Three pairs of 3×3 convolutions with batch norm. */
  PAIRS,
  /** A 5×5 convolution and two pairs of 3×3 ones, with batch norm. */
  STEM_PAIRS,
  /** ResNet-18. */
  RESNET18;

  /**
   * Its name, as users write it.
   *
   * @return the name, such as {@code mnist-example}
   */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What learns some data well.
   *
   * @param source the data
   * @return the kind that `train` makes unless another is asked for
   */
  public static ModelKind usual(DataSource source) {
    if (source instanceof CsvFile file && !file.pictures()) {
      return MLP;
    }
    return source == KnownData.FASHION_MNIST || source == KnownData.CIFAR_10 ? PAIRS : LENET;
  }

  /**
   * Makes the network.
   *
   * @param input shape of a picture
   * @param classes number of outputs
   * @return without parameters
   */
  public Network network(Shape input, int classes) {
    return switch (this) {
      case LENET ->
          Math.min(input.height(), input.width()) < 12
              ? Zoo.small(input, classes)
              : Zoo.lenet(input, classes);
      case MLP -> Zoo.dense(input, classes);
      case MNIST_EXAMPLE -> Zoo.mnistExample(input, classes);
      case PAIRS -> Zoo.pairs(input, classes);
      case STEM_PAIRS -> Zoo.stemPairs(input, classes);
      case RESNET18 -> ResNet.resNet18(input, classes);
    };
  }
}
