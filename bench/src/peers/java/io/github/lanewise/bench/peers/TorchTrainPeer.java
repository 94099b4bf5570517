package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.github.lanewise.bench.contest.Contender;
import java.util.Map;

/**
 * PyTorch's {@code conv2d} through DJL and its gradients by autograd: of input, weights and bias,
 * from a given gradient of the output.
 *
 * <p>A run starts from new leaves that share the memory of the data, so that autograd stores
 * gradients instead of adding to those of the run before, as after {@code zero_grad}. PyTorch
 * allocates all four results in every run (here they are freed at the next one), and reorders what
 * its oneDNN wants otherwise; that is inside the timing, as it is for anybody who trains with it.
 */
final class TorchTrainPeer implements Contender {
  private final String name;
  private final TorchConv conv;
  private final PtNDArray dy;
  private NDArray x;
  private NDArray weights;
  private NDArray bias;
  private NDArray y;

  TorchTrainPeer(
      String name,
      ConvProblem p,
      float[] x,
      float[] weights,
      float[] bias,
      float[] dy,
      int threads) {
    this.name = name;
    conv = new TorchConv(name, p, x, weights, bias);
    this.dy = (PtNDArray) conv.likeOutput(dy);
    Torch.configureCallingThread(threads, true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String layout() {
    return conv.format() + "; reorders and the allocation of all results inside the timing";
  }

  @Override
  public void run() {
    if (y != null) {
      y.close();
      x.close();
      weights.close();
      bias.close();
    }
    x = leaf(conv.x());
    weights = leaf(conv.weights());
    bias = leaf(conv.biasOrNull());
    y = conv.run(x, weights, bias);
    JniUtils.backward((PtNDArray) y, dy, false, false);
  }

  private static NDArray leaf(NDArray data) {
    NDArray leaf = data.stopGradient();
    leaf.setRequiresGradient(true);
    return leaf;
  }

  @Override
  public Map<String, float[]> outputs() {
    try (NDArray dx = x.getGradient();
        NDArray dWeights = weights.getGradient();
        NDArray dBias = bias.getGradient();
        NDArray output = y.stopGradient()) {
      return Map.of(
          "y", TorchConv.nhwc(output),
          "dx", TorchConv.nhwc(dx),
          "dWeights", TorchConv.hwio(dWeights),
          "dBias", dBias.toFloatArray());
    }
  }

  @Override
  public void close() {
    conv.close();
  }
}
