package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import io.github.lanewise.bench.contest.OneOutput;
import io.github.lanewise.bench.ops.DenseOp;
import io.github.lanewise.bench.ops.ElementOp;
import io.github.lanewise.bench.ops.GemmOp;
import io.github.lanewise.bench.ops.Op;
import io.github.lanewise.bench.ops.PoolOp;
import io.github.lanewise.bench.ops.SoftmaxOp;
import io.github.lanewise.kernels.pool.PoolShape;
import java.util.List;
import java.util.function.Supplier;

/**
 * PyTorch's eager operators through DJL, without gradients. Each call allocates its result, which
 * is freed at the next one; that is inside the timing, as it is for anybody who calls PyTorch.
 */
final class TorchOpPeer implements OneOutput {
  private final String name;
  private final boolean channelsLast;
  private final Op op;
  private final NDManager manager;
  private final Supplier<NDArray> operator;
  private NDArray result;

  private TorchOpPeer(String name, Op op, int threads) {
    Torch.requireKeptMemory(op.name(), op.bytes() / Float.BYTES);
    this.name = name;
    this.channelsLast = name.endsWith("-channels-last");
    this.op = op;
    this.manager = Torch.newManager();
    this.operator = operator();
    Torch.configureCallingThread(threads, false);
  }

  static TorchOpPeer open(String name, Op op, int threads) {
    return new TorchOpPeer(name, op, threads);
  }

  private Supplier<NDArray> operator() {
    List<float[]> inputs = op.inputs();
    float[] first = inputs.getFirst();
    float[] last = inputs.getLast();
    return switch (op) {
      case PoolOp pool -> pool(pool, first);
      case ElementOp element -> {
        NDArray a = manager.create(first);
        NDArray b = manager.create(last);
        yield element.kind() == ElementOp.Kind.RELU ? () -> Activation.relu(a) : () -> a.add(b);
      }
      case SoftmaxOp softmax -> {
        NDArray x = manager.create(first, new Shape(softmax.rows(), softmax.classes()));
        yield softmax.log() ? () -> x.logSoftmax(-1) : () -> x.softmax(-1);
      }
      case DenseOp dense -> {
        NDArray a = manager.create(first, new Shape(dense.rows(), dense.columns()));
        NDArray x = manager.create(last);
        yield () -> a.matMul(x);
      }
      case GemmOp gemm -> {
        NDArray a = manager.create(first, new Shape(gemm.m(), gemm.k()));
        NDArray b = manager.create(last, new Shape(gemm.k(), gemm.n()));
        yield () -> a.matMul(b);
      }
      default -> throw new IllegalArgumentException("no PyTorch operator for " + op.name());
    };
  }

  private Supplier<NDArray> pool(PoolOp pool, float[] values) {
    PoolShape s = pool.shape();
    NDArray x =
        channelsLast
            ? manager
                .create(values, new Shape(s.batch(), s.inHeight(), s.inWidth(), s.channels()))
                .transpose(0, 3, 1, 2)
            : manager.create(
                Layouts.nhwcToNchw(values, s.batch(), s.inHeight(), s.inWidth(), s.channels()),
                new Shape(s.batch(), s.channels(), s.inHeight(), s.inWidth()));
    Shape kernel = new Shape(s.height().kernel(), s.width().kernel());
    Shape stride = new Shape(s.height().stride(), s.width().stride());
    Shape padding = new Shape(s.height().padBefore(), s.width().padBefore());
    return pool.max()
        ? () -> Pool.maxPool2d(x, kernel, stride, padding, s.ceilMode())
        : () -> Pool.avgPool2d(x, kernel, stride, padding, s.ceilMode(), s.countIncludePad());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String layout() {
    String order = op instanceof PoolOp ? channelsLast ? "channels_last" : "NCHW" : "as given";
    return order + "; the allocation of the output inside the timing";
  }

  @Override
  public void run() {
    if (result != null) {
      result.close();
    }
    result = operator.get();
  }

  @Override
  public float[] output() {
    if (!(op instanceof PoolOp)) {
      return result.toFloatArray();
    }
    try (NDArray nhwc = result.transpose(0, 2, 3, 1)) {
      return nhwc.toFloatArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
