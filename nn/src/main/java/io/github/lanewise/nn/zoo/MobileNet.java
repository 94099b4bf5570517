package io.github.lanewise.nn.zoo;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.DepthwiseConv2d;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.ReLU;

/** MobileNet (Howard et al. 2017): depthwise and pointwise convolutions by turns. */
public final class MobileNet {
  /** Output channels of each pair, and the stride of its depthwise half. */
  private static final int[][] PAIRS = {
    {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
    {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
  };

  private MobileNet() {}

  /**
   * MobileNet-v1 of width 1: 4,231,976 parameters for 1,000 classes.
   *
   * @param input shape of a picture, 224×224×3 in the paper
   * @param classes number of outputs
   * @return the network
   */
  public static Network v1(Shape input, int classes) {
    Network.Builder builder =
        Network.builder(input)
            .add("stem", Conv2d.of(32, 3).stride(2).padding(1).withoutBias())
            .add("stem/norm", new BatchNorm())
            .add("stem/relu", new ReLU());
    for (int i = 0; i < PAIRS.length; i++) {
      String name = "pair" + (i + 1);
      builder
          .add(
              name + "/depthwise",
              DepthwiseConv2d.of(3).stride(PAIRS[i][1]).padding(1).withoutBias())
          .add(name + "/norm1", new BatchNorm())
          .add(name + "/relu1", new ReLU())
          .add(name + "/pointwise", Conv2d.of(PAIRS[i][0], 1).withoutBias())
          .add(name + "/norm2", new BatchNorm())
          .add(name + "/relu2", new ReLU());
    }
    return builder.add("pool", new GlobalAvgPool()).add("dense", Dense.of(classes)).build();
  }
}
