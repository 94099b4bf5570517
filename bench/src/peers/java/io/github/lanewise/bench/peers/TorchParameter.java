package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.ParameterSpec;
import java.util.List;

/**
 * A parameter between the orders of Lanewise and PyTorch: kernels are HWIO and OIHW; dense weights
 * {@code [inputs][outputs]} and {@code [outputs][inputs]}, and where their inputs are a flattened
 * picture, row, column, channel and channel, row, column.
 */
final class TorchParameter {
  private final List<Integer> sizes;

  /** Shape of the picture that dense weights read. */
  private final io.github.lanewise.nn.Shape read;

  TorchParameter(Network network, Node node, ParameterSpec spec) {
    sizes = spec.sizes();
    read = FlattenedInput.of(network, node);
  }

  /** Lanewise's values as PyTorch's tensor; kernels in channels_last if that is asked for. */
  NDArray tensor(NDManager manager, float[] values, boolean channelsLast) {
    return switch (sizes.size()) {
      case 4 -> kernels(manager, values, channelsLast);
      case 2 -> {
        int units = sizes.get(1);
        NDArray rows =
            manager.create(
                values, new Shape(read.height(), read.width(), read.channels(), units));
        yield contiguous(rows.transpose(3, 2, 0, 1)).reshape(units, sizes.get(0));
      }
      default -> manager.create(values);
    };
  }

  private NDArray kernels(NDManager manager, float[] values, boolean channelsLast) {
    NDArray hwio =
        manager.create(
            values, new Shape(sizes.get(0), sizes.get(1), sizes.get(2), sizes.get(3)));
    return channelsLast
        ? contiguous(hwio.transpose(3, 0, 1, 2)).transpose(0, 3, 1, 2)
        : contiguous(hwio.transpose(3, 2, 0, 1));
  }

  /** Strides as the sizes say. */
  private static NDArray contiguous(NDArray array) {
    return array.getManager().create(array.toFloatArray(), array.getShape());
  }

  /** PyTorch's tensor, or one of the same sizes, as Lanewise's values. */
  float[] values(NDArray tensor) {
    NDArray turned =
        switch (sizes.size()) {
          case 4 -> tensor.transpose(2, 3, 1, 0);
          case 2 ->
              tensor
                  .reshape(sizes.get(1), read.channels(), read.height(), read.width())
                  .transpose(2, 3, 1, 0);
          default -> tensor;
        };
    return turned.toFloatArray();
  }
}
