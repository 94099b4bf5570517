package io.github.lanewise.bench.peers;

import java.util.List;
import java.util.Map;

/** ONNX Runtime's {@code MatMul} with a constant b, as in a dense layer: b is packed beforehand. */
final class OnnxGemmPeer implements GemmPeer {
  private final OnnxPeer peer;

  OnnxGemmPeer(GemmProblem problem, float[] a, float[] b, int threads) {
    int m = problem.m();
    int n = problem.n();
    int k = problem.k();
    List<OnnxOperand> operands =
        List.of(OnnxOperand.input("a", a, m, k), OnnxOperand.constant("b", b, k, n));
    peer = OnnxPeer.open(new OnnxOperator("MatMul", Map.of(), operands), threads);
  }

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public String layout() {
    return "row-major; b, a constant of the model, packed outside the timing";
  }

  @Override
  public void run() {
    peer.run();
  }

  @Override
  public float[] output() {
    return peer.output();
  }

  @Override
  public void close() {
    peer.close();
  }
}
