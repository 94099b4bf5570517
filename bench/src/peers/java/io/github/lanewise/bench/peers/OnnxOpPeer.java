package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.OneOutput;
import io.github.lanewise.bench.ops.ElementOp;
import io.github.lanewise.bench.ops.Op;
import io.github.lanewise.bench.ops.PoolOp;
import io.github.lanewise.bench.ops.SoftmaxOp;
import io.github.lanewise.kernels.pool.PoolShape;
import io.github.lanewise.kernels.shape.Window;
import java.util.List;
import java.util.Map;

/** ONNX Runtime's pooling, activations and elementwise operators. */
final class OnnxOpPeer implements OneOutput {
  private final String name;
  private final String layout;
  private final Op op;
  private final OnnxPeer peer;

  private OnnxOpPeer(String name, String layout, Op op, OnnxPeer peer) {
    this.name = name;
    this.layout = layout;
    this.op = op;
    this.peer = peer;
  }

  static OnnxOpPeer open(String name, Op op, int threads) {
    boolean blocked = name.endsWith("-blocked");
    OnnxOperator operator = operator(op);
    return new OnnxOpPeer(
        name,
        blocked
            ? "NCHWc, the library's blocked format; reorders outside the timing"
            : op instanceof PoolOp ? "NCHW" : "as given",
        op,
        blocked ? OnnxPeer.openBlocked(operator, threads) : OnnxPeer.open(operator, threads));
  }

  private static OnnxOperator operator(Op op) {
    List<float[]> inputs = op.inputs();
    return switch (op) {
      case PoolOp pool -> pool(pool, inputs.getFirst());
      case ElementOp element ->
          switch (element.kind()) {
            case RELU ->
                new OnnxOperator(
                    "Relu",
                    Map.of(),
                    List.of(OnnxOperand.input("x", inputs.getFirst(), element.count())));
            case ADD ->
                new OnnxOperator(
                    "Add",
                    Map.of(),
                    List.of(
                        OnnxOperand.input("a", inputs.getFirst(), element.count()),
                        OnnxOperand.input("b", inputs.getLast(), element.count())));
          };
      case SoftmaxOp softmax ->
          new OnnxOperator(
              softmax.log() ? "LogSoftmax" : "Softmax",
              Map.of("axis", -1L),
              List.of(
                  OnnxOperand.input("x", inputs.getFirst(), softmax.rows(), softmax.classes())));
      default -> throw new IllegalArgumentException("no ONNX operator for " + op.name());
    };
  }

  private static OnnxOperator pool(PoolOp pool, float[] x) {
    PoolShape s = pool.shape();
    Window height = s.height();
    Window width = s.width();
    long[] pads = {height.padBefore(), width.padBefore(), height.padAfter(), width.padAfter()};
    Map<String, Object> window =
        Map.of(
            "kernel_shape", new long[] {height.kernel(), width.kernel()},
            "strides", new long[] {height.stride(), width.stride()},
            "pads", pads);
    Map<String, Object> averaging =
        Map.of(
            "kernel_shape", window.get("kernel_shape"),
            "strides", window.get("strides"),
            "pads", pads,
            "count_include_pad", s.countIncludePad() ? 1L : 0L);
    return new OnnxOperator(
        pool.max() ? "MaxPool" : "AveragePool",
        pool.max() ? window : averaging,
        List.of(
            OnnxOperand.input(
                "x",
                Layouts.nhwcToNchw(x, s.batch(), s.inHeight(), s.inWidth(), s.channels()),
                s.batch(),
                s.channels(),
                s.inHeight(),
                s.inWidth())));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String layout() {
    return layout;
  }

  @Override
  public void run() {
    peer.run();
  }

  @Override
  public float[] output() {
    if (!(op instanceof PoolOp pool)) {
      return peer.output();
    }
    PoolShape s = pool.shape();
    return Layouts.nchwToNhwc(
        peer.output(), s.batch(), s.channels(), s.outHeight(), s.outWidth());
  }

  @Override
  public void close() {
    peer.close();
  }
}
