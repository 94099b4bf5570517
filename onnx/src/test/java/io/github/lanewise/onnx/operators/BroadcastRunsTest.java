package io.github.lanewise.onnx.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Against positions counted one by one. */
class BroadcastRunsTest {
  @Property(tries = 300)
  void everyElementIsThatOfItsPlace(
      @ForAll("arithmetic") Binary.Kind kind, @ForAll @IntRange(max = 99_999) int seed) {
    Random random = new Random(seed);
    int[] to = new int[random.nextInt(5)];
    Arrays.setAll(to, _ -> random.nextInt(6) == 0 ? 37 : random.nextInt(4));
    check(kind, part(to, random), part(to, random), random);
  }

  @Provide
  Arbitrary<Binary.Kind> arithmetic() {
    return Arbitraries.of(Binary.Kind.class).filter(kind -> !kind.compares());
  }

  @Example
  void longRunsAreCutIntoBlocks() {
    Random random = new Random(1);
    check(Binary.Kind.SUB, new int[] {3, 5000}, new int[] {3, 1}, random);
    check(Binary.Kind.SUB, new int[] {1}, new int[] {3, 5000}, random);
    check(Binary.Kind.DIV, new int[] {40_000}, new int[] {40_000}, random);
  }

  /** Some last dimensions of an output, some of them 1. */
  private static int[] part(int[] to, Random random) {
    int[] dims = Arrays.copyOfRange(to, random.nextInt(to.length + 1), to.length);
    Arrays.setAll(dims, d -> random.nextInt(3) == 0 ? 1 : dims[d]);
    return dims;
  }

  private static void check(Binary.Kind kind, int[] a, int[] b, Random random) {
    int[] to = Dims.broadcast(a, b);
    Tensor x = values(random, a);
    Tensor z = values(random, b);
    Tensor y = Tensor.zeros(ElementType.FLOAT32, to);
    Step step =
        new BroadcastRuns(kind, a, b, to).kernel().bind(new Tensor[] {x, z}, new Tensor[] {y});
    try (Workers two = Workers.of(2)) {
      step.run(two);
    }
    float[] expected = new float[y.length()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = kind.apply(x.floats()[place(i, a, to)], z.floats()[place(i, b, to)]);
    }
    assertThat(y.floats()).isEqualTo(expected);
  }

  /** Where the element of an input is that an element of the output is made of. */
  private static int place(int element, int[] dims, int[] to) {
    int place = 0;
    int stride = 1;
    int left = element;
    for (int d = to.length - 1; d >= to.length - dims.length; d--) {
      int size = dims[d - (to.length - dims.length)];
      place += size == 1 ? 0 : left % to[d] * stride;
      left /= to[d];
      stride *= size;
    }
    return place;
  }

  private static Tensor values(Random random, int[] dims) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, dims);
    for (int i = 0; i < tensor.length(); i++) {
      tensor.floats()[i] = random.nextInt(1, 9) * (random.nextInt(4) == 0 ? -0.5f : 1);
    }
    return tensor;
  }
}
