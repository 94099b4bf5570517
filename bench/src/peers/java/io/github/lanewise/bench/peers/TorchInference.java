package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.lanewise.bench.contest.OneOutput;
import io.github.lanewise.bench.nets.NetData;

/**
 * Outputs of a network by PyTorch's eager operators through DJL, without gradients. Each call
 * allocates its results and frees them; that is inside the timing, as it is for anybody who calls
 * PyTorch.
 */
final class TorchInference implements OneOutput {
  private final String name;
  private final TorchNet net;
  private float[] output;

  TorchInference(String name, NetData data, int threads) {
    this.name = name;
    net = new TorchNet(name, data);
    Torch.configureCallingThread(threads, false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String layout() {
    return net.format() + "; reorders and the allocation of all results inside the timing";
  }

  @Override
  public void run() {
    try (NDManager call = net.manager().newSubManager()) {
      NDArray x = net.x().stopGradient();
      x.attach(call);
      output = net.forward(x, net.values(), false, false).toFloatArray();
    }
  }

  @Override
  public float[] output() {
    return output;
  }

  @Override
  public void close() {
    net.close();
  }
}
