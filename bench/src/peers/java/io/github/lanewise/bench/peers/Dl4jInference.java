package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.OneOutput;
import io.github.lanewise.bench.nets.NetData;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Outputs of a network by Deeplearning4j. Each call allocates its results, inside the timing. */
final class Dl4jInference implements OneOutput {
  private final String name;
  private final Dl4jNet net;
  private float[] output;

  Dl4jInference(String name, NetData data, int threads) {
    this.name = name;
    Dl4j.configure(threads);
    net = new Dl4jNet(data.model().network(), data, Activation.IDENTITY);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String layout() {
    return "NCHW; reorders and the allocation of the output inside the timing";
  }

  @Override
  public void run() {
    INDArray y = net.graph().outputSingle(net.x());
    output = Dl4j.floats(y);
    y.close();
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
