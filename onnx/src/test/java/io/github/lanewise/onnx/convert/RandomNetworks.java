package io.github.lanewise.onnx.convert;

import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.ParameterSpec.Role;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.*;
import java.util.List;
import java.util.Random;

/** Small networks of random layers with random parameters. */
final class RandomNetworks {
  private static final List<PaddingMode> MODES = List.of(PaddingMode.values());

  private final Random random;
  private final Network.Builder builder;
  private final boolean learnable;

  private RandomNetworks(long seed, boolean learnable) {
    this.random = new Random(seed);
    this.learnable = learnable;
    this.builder = Network.builder(from(4, 9), from(4, 9), from(1, 6));
  }

  /**
   * A network.
   *
   * @param seed the same seed gives the same network
   * @param learnable whether only of layers that are read back from ONNX
   */
  static Model model(long seed, boolean learnable) {
    return new RandomNetworks(seed, learnable).model();
  }

  private int from(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  private Model model() {
    builder.add(Conv2d.of(from(1, 8), from(1, 3)).padding(1)); // there are parameters at least
    int layers = from(2, 7);
    for (int i = 0; i < layers; i++) {
      step();
    }
    if (random.nextBoolean()) {
      dense();
    }
    Model model = builder.build().initialise(random.nextLong());
    model
        .parameters()
        .forEach(
            parameter -> {
              float[] values = parameter.values();
              for (int i = 0; i < values.length; i++) {
                if (parameter.spec().role() == Role.VARIANCE) {
                  values[i] = 0.5f + random.nextFloat();
                } else if (parameter.spec().role() != Role.WEIGHT) {
                  values[i] = random.nextFloat() * 2 - 1;
                }
              }
            });
    return model;
  }

  private void dense() {
    if (random.nextBoolean()) {
      builder.add(new Flatten());
    }
    builder.add(new Dense(from(1, 9), random.nextBoolean()));
    if (random.nextBoolean()) {
      builder.add(new ReLU()).add(Dense.of(from(1, 5)));
    }
    if (random.nextBoolean()) {
      builder.add(new Softmax());
    }
  }

  private void step() {
    switch (random.nextInt(4)) {
      case 0 -> residual();
      case 1 -> joined();
      default -> builder.add(layer());
    }
  }

  /** A path around a convolution of the same shape. */
  private void residual() {
    builder.add("before" + random.nextInt(1 << 20), new Tanh());
    String before = last();
    builder.add(Conv2d.of(builder.shape().channels(), 3).padding(1).withoutBias());
    builder.add(new BatchNorm());
    builder.add("sum" + random.nextInt(1 << 20), new Add(), last(), before);
    builder.add(new ReLU());
  }

  private void joined() {
    builder.add("fork" + random.nextInt(1 << 20), new Sigmoid());
    String fork = last();
    builder.add(Conv2d.of(from(1, 4), 1));
    builder.add("join" + random.nextInt(1 << 20), new Concat(), last(), fork);
  }

  private String last() {
    return builder.build().nodes().getLast().name();
  }

  private Layer layer() {
    Shape shape = builder.shape();
    boolean large = Math.min(shape.height(), shape.width()) >= 4;
    List<Layer> always =
        List.of(
            new ReLU(),
            new LeakyReLU(0.1f),
            new ELU(0.7f),
            new GELU(),
            new Sigmoid(),
            new Tanh(),
            new BatchNorm(1e-3, 0.1),
            new Dropout(0.4),
            new LocalResponseNorm(3, 0.2, 0.7, 1.5),
            convolution(),
            convolution(),
            Conv2d.of(from(1, 8), 3).paddingSame().stride(from(1, 2)));
    boolean ceil = random.nextBoolean(); // with padding, programs differ in the last window
    List<Layer> onlyLarge =
        List.of(
            new MaxPool2d(
                new Size(from(2, 3), from(2, 3)),
                new Size(from(1, 2), from(1, 2)),
                Size.ONE,
                Padding.of(ceil ? 0 : random.nextInt(2)),
                ceil),
            new AvgPool2d(
                new Size(from(2, 3), from(2, 3)),
                Size.of(2),
                Padding.of(ceil ? 0 : random.nextInt(2)),
                ceil,
                random.nextBoolean()),
            new GlobalAvgPool(),
            new GlobalMaxPool());
    // A large epsilon: norms of nearly equal values would enlarge differences in rounding.
    List<Layer> further =
        List.of(
            new SiLU(),
            new Softmax(),
            new Flatten(),
            DepthwiseConv2d.of(3).padding(1).multiplier(from(1, 2)),
            ConvTranspose2d.of(from(1, 5), from(2, 3)).stride(2).outputPadding(from(0, 1)),
            new GroupNorm(1, 0.05, true),
            new InstanceNorm(0.05, random.nextBoolean()),
            new LayerNorm(
                random.nextBoolean() ? LayerNorm.Over.EXAMPLE : LayerNorm.Over.CHANNELS,
                0.05,
                random.nextBoolean()),
            Upsample.nearest(2),
            Upsample.bilinear(2),
            new Upsample(Upsample.Mode.BILINEAR, new Size(5, 7), false, true),
            Upsample.nearest(1).to(from(2, 9), from(2, 9)),
            new AdaptiveAvgPool2d(new Size(from(1, 3), from(1, 3))),
            new AdaptiveMaxPool2d(new Size(from(1, 3), from(1, 3))),
            new Pad2d(
                new Padding(false, 1, 0, 0, 1),
                large ? MODES.get(random.nextInt(MODES.size())) : PaddingMode.ZEROS),
            Conv2d.of(from(1, 5), 3)
                .padding(1)
                .paddingMode(large ? MODES.get(random.nextInt(MODES.size())) : PaddingMode.ZEROS));
    List<Layer> others =
        learnable ? further.stream().filter(RandomNetworks::readBack).toList() : further;
    int kind = random.nextInt(3);
    List<Layer> list = kind == 0 || (kind == 1 && !large) ? always : kind == 1 ? onlyLarge : others;
    return list.get(random.nextInt(list.size()));
  }

  /** Whether what a layer is written as is known for a layer again. */
  private static boolean readBack(Layer layer) {
    return switch (layer) {
      case Flatten _, InstanceNorm _, AdaptiveAvgPool2d _, AdaptiveMaxPool2d _ -> false;
      case LayerNorm norm -> norm.affine(); // else it is read back with scales to learn
      default -> true;
    };
  }

  private Conv2d convolution() {
    Shape shape = builder.shape();
    int channels = shape.channels();
    boolean groups = random.nextInt(3) == 0;
    Conv2d conv =
        Conv2d.of(groups ? channels * from(1, 2) : from(1, 9), 1)
            .kernel(
                from(1, Math.min(3, shape.height() + 1)), from(1, Math.min(3, shape.width() + 1)))
            .stride(from(1, 2), from(1, 2))
            .padding(new Padding(false, from(0, 2), from(1, 2), from(1, 2), from(0, 2)))
            .groups(groups ? channels : 1);
    return random.nextBoolean() ? conv.withoutBias() : conv;
  }
}
