package io.github.lanewise.nn.zoo;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;

/** Residual networks (He, Zhang, Ren, Sun 2016, "Deep residual learning"), as in torchvision. */
public final class ResNet {
  private final Network.Builder builder;

  private ResNet(Shape input) {
    this.builder = Network.builder(input);
  }

  /**
   * ResNet-18: 11,689,512 parameters for 1,000 classes. For pictures below 64 pixels a side the
   * first layer is a 3×3 convolution without pooling, as is usual for CIFAR.
   *
   * @param input shape of a picture
   * @param classes number of outputs
   * @return the network
   */
  public static Network resNet18(Shape input, int classes) {
    return new ResNet(input).network(input, classes, false, 2, 2, 2, 2);
  }

  /**
   * ResNet-50: 25,557,032 parameters for 1,000 classes; the stride of a bottleneck is in its 3×3
   * convolution.
   *
   * @param input shape of a picture
   * @param classes number of outputs
   * @return the network
   */
  public static Network resNet50(Shape input, int classes) {
    return new ResNet(input).network(input, classes, true, 3, 4, 6, 3);
  }

  private Network network(Shape input, int classes, boolean bottleneck, int... blocks) {
    if (Math.min(input.height(), input.width()) < 64) {
      convolve("stem", Conv2d.of(64, 3).padding(1), true);
    } else {
      convolve("stem", Conv2d.of(64, 7).stride(2).padding(3), true);
      builder.add("stem/pool", MaxPool2d.of(3).stride(2).padding(1));
    }
    String from = input.height() < 64 ? "stem/relu" : "stem/pool";
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String name = "stage" + (stage + 1) + "/" + (block + 1);
        from = block(name, from, 64 << stage, stride, bottleneck);
      }
    }
    return builder.add("pool", new GlobalAvgPool()).add("dense", Dense.of(classes)).build();
  }

  /** A block and its shortcut; returns the name of its output. */
  private String block(String name, String from, int channels, int stride, boolean bottleneck) {
    int before = builder.shape().channels();
    int after = bottleneck ? 4 * channels : channels;
    if (bottleneck) {
      convolve(name + "/1", Conv2d.of(channels, 1), true);
      convolve(name + "/2", Conv2d.of(channels, 3).padding(1).stride(stride), true);
      convolve(name + "/3", Conv2d.of(after, 1), false);
    } else {
      convolve(name + "/1", Conv2d.of(channels, 3).padding(1).stride(stride), true);
      convolve(name + "/2", Conv2d.of(channels, 3).padding(1), false);
    }
    String path = name + (bottleneck ? "/3/norm" : "/2/norm");
    String shortcut = from;
    if (stride != 1 || before != after) {
      builder.add(name + "/shortcut", Conv2d.of(after, 1).stride(stride).withoutBias(), from);
      builder.add(name + "/shortcut/norm", new BatchNorm());
      shortcut = name + "/shortcut/norm";
    }
    builder.add(name + "/sum", new Add(), path, shortcut);
    builder.add(name + "/relu", new ReLU());
    return name + "/relu";
  }

  private void convolve(String name, Conv2d convolution, boolean relu) {
    builder.add(name, convolution.withoutBias()).add(name + "/norm", new BatchNorm());
    if (relu) {
      builder.add(name + "/relu", new ReLU());
    }
  }
}
