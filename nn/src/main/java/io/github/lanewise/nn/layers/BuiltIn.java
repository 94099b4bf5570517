package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Layer;
import java.util.List;

/** All layers that come with Lanewise. */
public final class BuiltIn {
  /** Their classes; files name them by their simple names. */
  public static final List<Class<? extends Layer>> LAYERS =
      List.of(
          AdaptiveAvgPool2d.class,
          AdaptiveMaxPool2d.class,
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
          GlobalMaxPool.class,
          GroupNorm.class,
          InstanceNorm.class,
          LayerNorm.class,
          LeakyReLU.class,
          LocalResponseNorm.class,
          MaxPool2d.class,
          Pad2d.class,
          ReLU.class,
          SiLU.class,
          Sigmoid.class,
          Softmax.class,
          Tanh.class,
          Upsample.class);

  private BuiltIn() {}
}
