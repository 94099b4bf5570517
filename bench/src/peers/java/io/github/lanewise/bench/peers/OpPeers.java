package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.ops.DenseOp;
import io.github.lanewise.bench.ops.GemmOp;
import io.github.lanewise.bench.ops.Op;
import io.github.lanewise.bench.ops.OpPeerProvider;
import java.util.List;

/** Gives operators of native libraries to the benchmark, which is built without them, too. */
public final class OpPeers implements OpPeerProvider {

  /** Made by {@link java.util.ServiceLoader}. */
  public OpPeers() {}

  @Override
  public Contender open(String name, Op op, int threads) {
    if (!op.peers().contains(name)) {
      throw new IllegalArgumentException(
          "%s does not have %s; known are %s".formatted(name, op.name(), op.peers()));
    }
    if (name.startsWith("pytorch")) {
      return TorchOpPeer.open(name, op, threads);
    }
    List<float[]> inputs = op.inputs();
    return switch (op) {
      case GemmOp gemm ->
          GemmPeers.open(
              name,
              new GemmProblem(gemm.name(), gemm.m(), gemm.n(), gemm.k()),
              inputs.getFirst(),
              inputs.getLast(),
              threads);
      case DenseOp dense ->
          GemmPeers.open(
              name,
              new GemmProblem(dense.name(), dense.rows(), 1, dense.columns()),
              inputs.getFirst(),
              inputs.getLast(),
              threads);
      default -> OnnxOpPeer.open(name, op, threads);
    };
  }
}
