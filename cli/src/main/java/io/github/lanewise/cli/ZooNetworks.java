package io.github.lanewise.cli;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.zoo.MobileNet;
import io.github.lanewise.nn.zoo.ResNet;
import io.github.lanewise.nn.zoo.Zoo;
import java.util.Locale;
import java.util.Optional;

/** Known networks by the names that commands take. */
final class ZooNetworks {
  /** The names, for messages. */
  static final String NAMES =
      "lecture, lenet, mnist-example, pairs, stem-pairs, alexnet, alexnet2012, vgg16, vgg19,"
          + " resnet18, resnet50, mobilenet";

  private static final Shape MNIST = new Shape(28, 28, 1);
  private static final Shape IMAGE_NET = new Shape(224, 224, 3);

  private ZooNetworks() {}

  /**
   * Finds a network.
   *
   * @param name in any case
   * @return the network without parameters; empty if there is none of that name
   */
  static Optional<Network> named(String name) {
    return Optional.ofNullable(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "lecture" -> Zoo.lectureDense();
          case "lenet" -> Zoo.lenet(MNIST, 10);
          case "mnist-example" -> Zoo.mnistExample(MNIST, 10);
          case "pairs" -> Zoo.pairs(MNIST, 10);
          case "stem-pairs" -> Zoo.stemPairs(MNIST, 10);
          case "alexnet" -> Zoo.lectureAlexNet();
          case "alexnet2012" -> Zoo.alexNet();
          case "vgg16" -> Zoo.vgg16();
          case "vgg19" -> Zoo.vgg19();
          case "resnet18" -> ResNet.resNet18(IMAGE_NET, 1000);
          case "resnet50" -> ResNet.resNet50(IMAGE_NET, 1000);
          case "mobilenet" -> MobileNet.v1(IMAGE_NET, 1000);
          default -> null;
        });
  }
}
