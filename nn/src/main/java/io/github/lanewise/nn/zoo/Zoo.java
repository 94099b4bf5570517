package io.github.lanewise.nn.zoo;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.LocalResponseNorm;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;

/** Networks without parameters, ready to be initialised. Outputs are what goes into a softmax. */
public final class Zoo {
  private Zoo() {}

  /**
   * The lecture's dense network for 32×32 grey pictures: hidden layers of 512 and 256 units, 10
   * outputs. It has 1024·512 + 512·256 + 256·10 = 657,920 weights and 512 + 256 + 10 = 778 biases;
   * the slide's "1,802 offsets" counts the 1,024 input units as well, which have none.
   *
   * @return the network
   */
  public static Network lectureDense() {
    return dense(new Shape(32, 32, 1), 10);
  }

  /**
   * The lecture's dense network for pictures of another size.
   *
   * @param input shape of a picture
   * @param classes number of outputs
   * @return hidden layers of 512 and 256 units with ReLU
   */
  public static Network dense(Shape input, int classes) {
    return Network.builder(input)
        .add("flatten", new Flatten())
        .add("dense1", Dense.of(512))
        .add("relu1", new ReLU())
        .add("dense2", Dense.of(256))
        .add("relu2", new ReLU())
        .add("dense3", Dense.of(classes))
        .build();
  }

  /**
   * LeNet-5 (LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document
   * recognition") as it is built today: ReLU, max pooling, every channel of the second convolution
   * sees all of the first. For 28×28 grey pictures and ten classes it has 61,706 parameters.
   *
   * @param input shape of a picture, at least 12×12
   * @param classes number of outputs
   * @return the network
   */
  public static Network lenet(Shape input, int classes) {
    return Network.builder(input)
        .add("conv1", Conv2d.of(6, 5).padding(2))
        .add("relu1", new ReLU())
        .add("pool1", MaxPool2d.of(2))
        .add("conv2", Conv2d.of(16, 5))
        .add("relu2", new ReLU())
        .add("pool2", MaxPool2d.of(2))
        .add("flatten", new Flatten())
        .add("dense1", Dense.of(120))
        .add("relu3", new ReLU())
        .add("dense2", Dense.of(84))
        .add("relu4", new ReLU())
        .add("dense3", Dense.of(classes))
        .build();
  }

  /**
   * A convolutional network for pictures of about 8×8 pixels, with kernels of 3×3.
   *
   * @param input shape of a picture, at least 4×4
   * @param classes number of outputs
   * @return the network
   */
  public static Network small(Shape input, int classes) {
    return Network.builder(input)
        .add("conv1", Conv2d.of(16, 3).padding(1))
        .add("relu1", new ReLU())
        .add("conv2", Conv2d.of(32, 3).padding(1))
        .add("relu2", new ReLU())
        .add("pool1", MaxPool2d.of(2))
        .add("conv3", Conv2d.of(64, 3).padding(1))
        .add("relu3", new ReLU())
        .add("pool2", MaxPool2d.of(2))
        .add("dropout", new Dropout(0.3))
        .add("flatten", new Flatten())
        .add("dense", Dense.of(classes))
        .build();
  }

  /**
   * A deeper network for pictures of about 28×28 pixels: three pairs of 3×3 convolutions of 16, 32
   * and 64 channels, each convolution with batch norm, a pooling after each pair. For 28×28 grey
   * pictures and ten classes it has 77,786 parameters.
   *
   * @param input shape of a picture, at least 8×8
   * @param classes number of outputs
   * @return the network
   */
  public static Network pairs(Shape input, int classes) {
    Network.Builder builder = Network.builder(input);
    for (int pair = 1; pair <= 3; pair++) {
      normalised(builder, "conv" + pair + "_1", Conv2d.of(8 << pair, 3).padding(1));
      normalised(builder, "conv" + pair + "_2", Conv2d.of(8 << pair, 3).padding(1));
      builder.add("pool" + pair, MaxPool2d.of(2));
    }
    return dropAndDecide(builder, classes);
  }

  /**
   * A network for pictures of about 28×28 pixels that does most of its work on small ones: a 5×5
   * convolution of 32 channels, halved at once, a pair of 3×3 convolutions of 48 channels, halved,
   * and a pair of 96 without padding, each convolution with batch norm. For 28×28 grey pictures and
   * ten classes it has 169,066 parameters.
   *
   * @param input shape of a picture, at least 20×20
   * @param classes number of outputs
   * @return the network
   */
  public static Network stemPairs(Shape input, int classes) {
    Network.Builder builder = Network.builder(input);
    normalised(builder, "stem", Conv2d.of(32, 5).padding(2));
    builder.add("pool1", MaxPool2d.of(2));
    normalised(builder, "conv1_1", Conv2d.of(48, 3).padding(1));
    normalised(builder, "conv1_2", Conv2d.of(48, 3).padding(1));
    builder.add("pool2", MaxPool2d.of(2));
    normalised(builder, "conv2_1", Conv2d.of(96, 3));
    normalised(builder, "conv2_2", Conv2d.of(96, 3));
    return dropAndDecide(builder, classes);
  }

  /** A convolution, batch norm in place of its bias, and ReLU. */
  private static void normalised(Network.Builder builder, String name, Conv2d convolution) {
    builder
        .add(name, convolution.withoutBias())
        .add(name + "/norm", new BatchNorm())
        .add(name + "/relu", new ReLU());
  }

  private static Network dropAndDecide(Network.Builder builder, int classes) {
    return builder
        .add("dropout", new Dropout(0.3))
        .add("flatten", new Flatten())
        .add("dense", Dense.of(classes))
        .build();
  }

  /**
   * The MNIST example of PyTorch: two convolutions of 3×3 without padding, one pooling, a dense
   * layer of 128 units, dropout. For 28×28 grey pictures and ten classes it has 1,199,882
   * parameters.
   *
   * @param input shape of a picture, at least 6×6
   * @param classes number of outputs
   * @return the network
   */
  public static Network mnistExample(Shape input, int classes) {
    return Network.builder(input)
        .add("conv1", Conv2d.of(32, 3))
        .add("relu1", new ReLU())
        .add("conv2", Conv2d.of(64, 3))
        .add("relu2", new ReLU())
        .add("pool", MaxPool2d.of(2))
        .add("dropout1", new Dropout(0.25))
        .add("flatten", new Flatten())
        .add("dense1", Dense.of(128))
        .add("relu3", new ReLU())
        .add("dropout2", new Dropout(0.5))
        .add("dense2", Dense.of(classes))
        .build();
  }

  /**
   * AlexNet as the lecture's slide draws it (Prince 2023, "Understanding deep learning", figure
   * 10.16): one column, and no pooling after the last convolution, so that its 13·13·256 = 43,264
   * values go into 4,096 units: 177,209,344 weights and 4,096 biases.
   *
   * @return the network, for 224×224×3 pictures and 1,000 classes
   */
  public static Network lectureAlexNet() {
    Network.Builder builder =
        Network.builder(224, 224, 3)
            .add("conv1", Conv2d.of(96, 11).stride(4).padding(2))
            .add("relu1", new ReLU())
            .add("pool1", MaxPool2d.of(3).stride(2))
            .add("conv2", Conv2d.of(256, 5).padding(2))
            .add("relu2", new ReLU())
            .add("pool2", MaxPool2d.of(3).stride(2))
            .add("conv3", Conv2d.of(384, 3).padding(1))
            .add("relu3", new ReLU())
            .add("conv4", Conv2d.of(384, 3).padding(1))
            .add("relu4", new ReLU())
            .add("conv5", Conv2d.of(256, 3).padding(1))
            .add("relu5", new ReLU())
            .add("flatten", new Flatten());
    return classifier(builder).build();
  }

  /**
   * AlexNet as Krizhevsky, Sutskever and Hinton built it ("ImageNet classification with deep
   * convolutional neural networks", 2012): three convolutions in two groups that do not mix, which
   * were two graphics cards, and responses normalised among five neighbouring channels. 60,965,224
   * parameters.
   *
   * @return the network, for 224×224×3 pictures and 1,000 classes
   */
  public static Network alexNet() {
    // The paper's alpha is not divided by the five channels of the window, the layer's is.
    LocalResponseNorm norm = new LocalResponseNorm(5, 5e-4, 0.75, 2);
    Network.Builder builder =
        Network.builder(224, 224, 3)
            .add("conv1", Conv2d.of(96, 11).stride(4).padding(2))
            .add("relu1", new ReLU())
            .add("norm1", norm)
            .add("pool1", MaxPool2d.of(3).stride(2))
            .add("conv2", Conv2d.of(256, 5).padding(2).groups(2))
            .add("relu2", new ReLU())
            .add("norm2", norm)
            .add("pool2", MaxPool2d.of(3).stride(2))
            .add("conv3", Conv2d.of(384, 3).padding(1))
            .add("relu3", new ReLU())
            .add("conv4", Conv2d.of(384, 3).padding(1).groups(2))
            .add("relu4", new ReLU())
            .add("conv5", Conv2d.of(256, 3).padding(1).groups(2))
            .add("relu5", new ReLU())
            .add("pool3", MaxPool2d.of(3).stride(2))
            .add("flatten", new Flatten());
    return classifier(builder).build();
  }

  /** The three dense layers that end AlexNet and VGG. */
  private static Network.Builder classifier(Network.Builder builder) {
    return builder
        .add("dense1", Dense.of(4096))
        .add("relu6", new ReLU())
        .add("dropout1", new Dropout(0.5))
        .add("dense2", Dense.of(4096))
        .add("relu7", new ReLU())
        .add("dropout2", new Dropout(0.5))
        .add("dense3", Dense.of(1000));
  }

  /**
   * VGG-16 (Simonyan, Zisserman 2015, configuration D): 138,357,544 parameters.
   *
   * @return the network, for 224×224×3 pictures and 1,000 classes
   */
  public static Network vgg16() {
    return vgg(2, 2, 3, 3, 3);
  }

  /**
   * VGG-19 (Simonyan, Zisserman 2015, configuration E): 143,667,240 parameters.
   *
   * @return the network, for 224×224×3 pictures and 1,000 classes
   */
  public static Network vgg19() {
    return vgg(2, 2, 4, 4, 4);
  }

  private static Network vgg(int... convolutions) {
    Network.Builder builder = Network.builder(224, 224, 3);
    for (int stage = 0; stage < convolutions.length; stage++) {
      int channels = Math.min(512, 64 << stage);
      for (int i = 0; i < convolutions[stage]; i++) {
        String name = (stage + 1) + "_" + (i + 1);
        builder.add("conv" + name, Conv2d.of(channels, 3).padding(1));
        builder.add("relu" + name, new ReLU());
      }
      builder.add("pool" + (stage + 1), MaxPool2d.of(2));
    }
    return classifier(builder.add("flatten", new Flatten())).build();
  }
}
