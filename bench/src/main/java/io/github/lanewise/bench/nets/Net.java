package io.github.lanewise.bench.nets;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.zoo.ResNet;
import io.github.lanewise.nn.zoo.Zoo;
import java.util.Arrays;
import java.util.List;

/** The networks that are measured, each for ten classes. */
public enum Net {
  /** LeNet-5 on 28×28 grey pictures: 61,706 parameters. */
  LENET("lenet"),
  /** PyTorch's MNIST example on 28×28 grey pictures: 1,199,882 parameters. */
  MNIST_EXAMPLE("mnist-example"),
  /** ResNet-18 on 32×32 coloured pictures: 11,173,962 parameters. */
  RESNET18("resnet18");

  private static final int CLASSES = 10;

  private final String title;

  Net(String title) {
    this.title = title;
  }

  /**
   * The networks of some names.
   *
   * @param names as users write them; none for all networks
   * @return the networks, in the same order
   * @throws IllegalArgumentException if there is none of a name; the message lists all
   */
  public static List<Net> named(List<String> names) {
    return names.isEmpty() ? List.of(values()) : names.stream().map(Net::named).toList();
  }

  private static Net named(String name) {
    return Arrays.stream(values())
        .filter(net -> net.title.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no network is named '%s'; there are %s"
                        .formatted(name, Arrays.stream(values()).map(Net::title).toList())));
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
   * The network.
   *
   * @return without parameters
   */
  public Network network() {
    return switch (this) {
      case LENET -> Zoo.lenet(new Shape(28, 28, 1), CLASSES);
      case MNIST_EXAMPLE -> Zoo.mnistExample(new Shape(28, 28, 1), CLASSES);
      case RESNET18 -> ResNet.resNet18(new Shape(32, 32, 3), CLASSES);
    };
  }
}
