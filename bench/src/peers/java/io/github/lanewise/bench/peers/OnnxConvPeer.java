package io.github.lanewise.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ONNX Runtime's {@code Conv}. */
final class OnnxConvPeer implements ConvPeer {
  private final String name;
  private final String layout;
  private final ConvProblem problem;
  private final OnnxPeer peer;

  private OnnxConvPeer(String name, String layout, ConvProblem problem, OnnxPeer peer) {
    this.name = name;
    this.layout = layout;
    this.problem = problem;
    this.peer = peer;
  }

  /** As a user meets it: NCHW in and out. */
  static OnnxConvPeer plain(
      String name, ConvProblem p, float[] x, float[] weights, float[] biasOrNull, int threads) {
    return new OnnxConvPeer(
        name,
        "NCHW; reorders to the library's blocked format and back inside the timing",
        p,
        OnnxPeer.open(operator(p, x, weights, biasOrNull), threads));
  }

  /** As inside a network: input and output stay in the library's blocked format. */
  static OnnxConvPeer blocked(
      String name, ConvProblem p, float[] x, float[] weights, float[] biasOrNull, int threads) {
    return new OnnxConvPeer(
        name,
        "NCHWc, the library's blocked format; reorders outside the timing",
        p,
        OnnxPeer.openBlocked(operator(p, x, weights, biasOrNull), threads));
  }

  private static OnnxOperator operator(ConvProblem p, float[] x, float[] weights, float[] bias) {
    int groupChannels = p.inChannels() / p.groups();
    List<OnnxOperand> operands = new ArrayList<>();
    operands.add(
        OnnxOperand.input(
            "x",
            Layouts.nhwcToNchw(x, p.batch(), p.inHeight(), p.inWidth(), p.inChannels()),
            p.batch(),
            p.inChannels(),
            p.inHeight(),
            p.inWidth()));
    operands.add(
        OnnxOperand.constant(
            "w",
            Layouts.hwioToOihw(weights, p.kernel(), p.kernel(), groupChannels, p.outChannels()),
            p.outChannels(),
            groupChannels,
            p.kernel(),
            p.kernel()));
    if (bias != null) {
      operands.add(OnnxOperand.constant("b", bias, p.outChannels()));
    }
    return new OnnxOperator(
        "Conv",
        Map.of(
            "kernel_shape", new long[] {p.kernel(), p.kernel()},
            "strides", new long[] {p.stride(), p.stride()},
            "pads", new long[] {p.padding(), p.padding(), p.padding(), p.padding()},
            "group", (long) p.groups()),
        operands);
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
    return Layouts.nchwToNhwc(
        peer.output(),
        problem.batch(),
        problem.outChannels(),
        problem.outHeight(),
        problem.outWidth());
  }

  @Override
  public void close() {
    peer.close();
  }
}
