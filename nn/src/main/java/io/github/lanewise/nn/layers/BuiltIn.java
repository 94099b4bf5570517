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
          Concat.class,
          Conv2d.class,
          Dense.class,
          Dropout.class,
          Flatten.class,
          GlobalAvgPool.class,
          MaxPool2d.class,
          ReLU.class);

  private BuiltIn() {}
}
