package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.github.lanewise.bench.nets.FirstStep;
import io.github.lanewise.bench.nets.Learner;
import io.github.lanewise.bench.nets.NetData;
import io.github.lanewise.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps of training by PyTorch through DJL: eager operators, softmax cross-entropy, autograd, and
 * DJL's update of stochastic gradient descent with momentum.
 *
 * <p>A step starts from new leaves that share the memory of the weights, so that autograd stores
 * gradients instead of adding to those of the step before, as after {@code zero_grad}. It frees
 * what it allocated at its end.
 */
final class TorchTraining implements Learner {
  /** DJL's default: gradients are not cut off. */
  private static final float NO_CLIP = -1;

  private final String name;
  private final TorchNet net;

  /** −1 / batch at the right class, else 0: times log softmax and added up, it is the loss. */
  private final NDArray targets;

  private final PtNDArray one;

  /** Momentum; null for what is not learned. */
  private final List<NDArray> states = new ArrayList<>();

  private final FirstStep first;

  TorchTraining(String name, NetData data, int threads) {
    this.name = name;
    net = new TorchNet(name, data);
    int classes = data.targets().length / data.batch();
    targets =
        net.manager()
            .create(data.targets(), new Shape(data.batch(), classes))
            .mul(-1f / data.batch());
    one = (PtNDArray) net.manager().create(1f);
    for (int i = 0; i < net.values().size(); i++) {
      states.add(learned(i) ? net.values().get(i).zerosLike() : null);
    }
    Torch.configureCallingThread(threads, true);
    first = first();
  }

  private boolean learned(int parameter) {
    return net.parameters().get(parameter).spec().role().learned();
  }

  private FirstStep first() {
    try (NDManager step = net.manager().newSubManager()) {
      List<NDArray> leaves = leaves(step);
      double loss = backward(leaves, step, false);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (int i = 0; i < leaves.size(); i++) {
        if (learned(i)) {
          Parameter parameter = net.parameters().get(i);
          gradients.put(parameter.name(), net.inOurOrder(i, leaves.get(i).getGradient()));
        }
      }
      return new FirstStep(loss, gradients);
    }
  }

  @Override
  public FirstStep firstStep() {
    return first;
  }

  private List<NDArray> leaves(NDManager step) {
    List<NDArray> leaves = new ArrayList<>();
    for (int i = 0; i < net.values().size(); i++) {
      NDArray leaf = net.values().get(i);
      if (learned(i)) {
        leaf = leaf.stopGradient();
        leaf.attach(step);
        leaf.setRequiresGradient(true);
      }
      leaves.add(leaf);
    }
    return leaves;
  }

  /** Computes the loss, and the gradients of the leaves. */
  private float backward(List<NDArray> leaves, NDManager step, boolean dropout) {
    NDArray x = net.x().stopGradient();
    x.attach(step);
    NDArray y = net.forward(x, leaves, true, dropout);
    NDArray loss = y.logSoftmax(-1).mul(targets).sum();
    JniUtils.backward((PtNDArray) loss, one, false, false);
    return loss.getFloat();
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
    try (NDManager step = net.manager().newSubManager()) {
      List<NDArray> leaves = leaves(step);
      backward(leaves, step, true);
      for (int i = 0; i < leaves.size(); i++) {
        if (learned(i)) {
          JniUtils.sgdUpdate(
              (PtNDArray) net.values().get(i),
              (PtNDArray) leaves.get(i).getGradient(),
              (PtNDArray) states.get(i),
              NetData.LEARNING_RATE,
              0,
              1,
              NO_CLIP,
              NetData.MOMENTUM);
        }
      }
    }
  }

  @Override
  public void close() {
    net.close();
  }
}
