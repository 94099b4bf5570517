package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Layer;
import java.util.List;

/** All layers that come with Lanewise. */
public final class BuiltIn {
  /** Their classes; files name them by their simple names. */
  public static final List<Class<? extends Layer>> LAYERS =
      List.of(
          Add.class,
          AvgPool2d.class,
          BatchNorm.class,
          Concat.class,
          Conv2d.class,
          ConvTranspose2d.class,
          Dense.class,
          DepthwiseConv2d.class,
          Dropout.class,
          ELU.class,
          Flatten.class,
          GELU.class,
          GlobalAvgPool.class,
          LeakyReLU.class,
          MaxPool2d.class,
          ReLU.class,
          SiLU.class,
          Sigmoid.class,
          Softmax.class,
          Tanh.class);

  private BuiltIn() {}
}
