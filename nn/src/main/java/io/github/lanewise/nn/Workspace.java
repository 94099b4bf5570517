package io.github.lanewise.nn;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import java.util.Arrays;

/**
 * The buffers of one network at one batch size, and the three passes over all its layers. Allocated
 * once: activations here, gradients with the first {@link #backward}, tangents with the first
 * {@link #tangent}; after that no pass allocates anything. For one thread at a time; the threads of
 * a pass are the {@link Workers} it is given.
 */
public final class Workspace {
  private final Network network;
  private final Run run;

  /** An array, because iterators of a list would be allocated. */
  private final Frame[] frames;

  private final int inputLength;
  private final int outputLength;
  private boolean gradientsReady;
  private boolean tangentsReady;

  /** For one pass after the other: objects would be made where nobody records, too. */
  private final LayerEvent event = new LayerEvent();

  /**
   * Buffers for a network.
   *
   * @param network the network
   * @param batch examples computed at once, at least 1
   * @throws IllegalArgumentException if the batch is below 1, or activations would be longer than a
   *     Java array
   */
  public Workspace(Network network, int batch) {
    this(network, batch, null);
  }

  /**
   * Buffers that share the passes, and with them the packed weights, of another workspace of the
   * same network and batch size.
   *
   * @param other the other one
   */
  public Workspace(Workspace other) {
    this(other.network, other.run.batch, other.frames);
  }

  private Workspace(Network network, int batch, Frame[] shared) {
    this.network = network;
    this.frames = new Frame[network.nodes().size()];
    this.run = new Run(Checks.atLeast(1, "batch", batch));
    this.inputLength = network.inputShape().length(batch);
    this.outputLength = network.outputShape().length(batch);
    Passes[] passes =
        shared == null
            ? Binding.bind(network, batch)
            : Arrays.stream(shared).map(Frame::passes).toArray(Passes[]::new);
    int parameters = 0;
    for (int number = 0; number < frames.length; number++) {
      Node node = network.nodes().get(number);
      Frame[] inputs = node.inputs().stream().map(i -> frames[i]).toArray(Frame[]::new);
      Frame frame = new Frame(number, parameters, node, run, passes[number], inputs);
      parameters += node.parameters().size();
      if (frame.computes()) {
        frame.setY(new float[node.shape().length(batch)]);
      }
      frames[number] = frame;
    }
  }

  /**
   * The network.
   *
   * @return the network
   */
  public Network network() {
    return network;
  }

  /**
   * Examples computed at once.
   *
   * @return at least 1
   */
  public int batch() {
    return run.batch;
  }

  /**
   * Packs the weights of all layers, on the calling thread. {@link #forward} and {@link
   * #forwardTraining} do so themselves; {@link #forwardPrepared} relies on it.
   *
   * @param parameters the network's
   */
  public void prepare(Parameters parameters) {
    prepare(parameters, false, Workers.serial());
  }

  private void prepare(Parameters parameters, boolean training, Workers workers) {
    run.workers = workers;
    run.training = training;
    run.differentiable = false; // until the forward pass that follows, if one does
    for (Frame frame : frames) {
      frame.setParameters(parameters);
      if (frame.computes()) {
        frame.passes().prepare(frame);
      }
    }
  }

  /**
   * Computes the network as it is when it is used: nothing is dropped, running averages are read.
   *
   * @param parameters the network's
   * @param x input {@code [batch][height][width][channels]}; read until the next forward pass
   * @param workers threads to compute on
   * @return the output {@code [batch][…]}: the workspace's own array, overwritten by the next call
   * @throws IllegalArgumentException if {@code x} has another length
   */
  public float[] forward(Parameters parameters, float[] x, Workers workers) {
    prepare(parameters, false, workers);
    return forward(x, false, true, 0, workers);
  }

  /**
   * Computes the network as {@link #forward} does, with the weights that {@link #prepare} of this
   * workspace, or of the one whose passes it shares, has packed. No backward or tangent pass can
   * follow.
   *
   * @param parameters the network's, unchanged since they were prepared
   * @param x input {@code [batch][height][width][channels]}
   * @param workers threads to compute on
   * @return the output {@code [batch][…]}: the workspace's own array, overwritten by the next call
   * @throws IllegalArgumentException if {@code x} has another length
   */
  public float[] forwardPrepared(Parameters parameters, float[] x, Workers workers) {
    for (Frame frame : frames) {
      frame.setParameters(parameters);
    }
    return forward(x, false, false, 0, workers);
  }

  /**
   * Computes the network as it is while it learns.
   *
   * @param parameters the network's; running averages among them are updated
   * @param x input {@code [batch][height][width][channels]}; read until the next forward pass
   * @param seed for the random choices of this step
   * @param workers threads to compute on
   * @return the output {@code [batch][…]}: the workspace's own array, overwritten by the next call
   * @throws IllegalArgumentException if {@code x} has another length
   */
  public float[] forwardTraining(Parameters parameters, float[] x, long seed, Workers workers) {
    prepare(parameters, true, workers);
    return forward(x, true, true, seed, workers);
  }

  private float[] forward(
      float[] x, boolean training, boolean differentiable, long seed, Workers workers) {
    Checks.length("x", x, inputLength, "[batch][…input]");
    run.workers = workers;
    run.training = training;
    run.differentiable = differentiable;
    run.seed = seed;
    frames[0].setY(x);
    for (Frame frame : frames) {
      if (frame.computes()) {
        event.begin();
        frame.passes().forward(frame);
        event.done(frame, "forward");
      }
    }
    return frames[frames.length - 1].y();
  }

  /**
   * Backward mode after a forward pass: the gradient of a loss, from its gradient with respect to
   * the output; in other words the product of that vector with the network's Jacobian matrix.
   *
   * @param dy gradient with respect to the output {@code [batch][…]}; may be overwritten
   * @param gradients in the form of the network's parameters; those learned are overwritten
   * @param dx gradient with respect to the input, overwritten; null if it is not wanted
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   * @throws IllegalStateException if there was no forward pass
   */
  public void backward(float[] dy, Parameters gradients, float[] dx, Workers workers) {
    requireForward();
    Checks.length("dy", dy, outputLength, "[batch][…output]");
    if (dx != null) {
      Checks.length("dx", dx, inputLength, "[batch][…input]");
    }
    makeGradients();
    run.workers = workers;
    frames[0].setDy(dx);
    Frame last = frames[frames.length - 1];
    if (last.computes()) {
      last.setDy(dy);
    } else if (last.dy() != null) {
      System.arraycopy(dy, 0, last.dy(), 0, dy.length);
    }
    for (Frame frame : frames) {
      frame.takeNothing();
    }
    for (int i = frames.length - 1; i >= 0; i--) {
      Frame frame = frames[i];
      frame.sumGradients();
      if (frame.computes()) {
        frame.setDParameters(gradients);
        event.begin();
        frame.passes().backward(frame);
        event.done(frame, "backward");
      }
    }
  }

  private void makeGradients() {
    if (gradientsReady) {
      return;
    }
    new GradientArrays(frames).make();
    gradientsReady = true;
  }

  /**
   * Forward mode after a forward pass: the directional derivative of the output; in other words the
   * product of the network's Jacobian matrix with a vector.
   *
   * @param tx tangent of the input {@code [batch][…]}
   * @param tangents of the parameters; null for zeros
   * @param workers threads to compute on
   * @return the tangent of the output: the workspace's own array, overwritten by the next call
   * @throws IllegalArgumentException if {@code tx} has another length
   * @throws IllegalStateException if there was no forward pass
   */
  public float[] tangent(float[] tx, Parameters tangents, Workers workers) {
    requireForward();
    Checks.length("tx", tx, inputLength, "[batch][…input]");
    if (!tangentsReady) {
      for (Frame frame : frames) {
        if (frame.computes()) {
          frame.setTy(new float[frame.shape().length(run.batch)]);
        }
      }
      tangentsReady = true;
    }
    run.workers = workers;
    frames[0].setTy(tx);
    for (Frame frame : frames) {
      if (frame.computes()) {
        frame.setTParameters(tangents);
        event.begin();
        frame.passes().tangent(frame);
        event.done(frame, "tangent");
      }
    }
    return frames[frames.length - 1].ty();
  }

  /**
   * Looks for what went wrong in the last forward pass.
   *
   * @return name of the first node whose output has a value that is infinite or not a number; null
   *     if there is none
   */
  public String firstNotFinite() {
    for (Frame frame : frames) {
      for (float value : frame.y()) {
        if (!Float.isFinite(value)) {
          return frame.name();
        }
      }
    }
    return null;
  }

  private void requireForward() {
    if (!run.differentiable) {
      throw new IllegalStateException(
          "no forward pass was made that others can follow; call forward or forwardTraining first");
    }
  }
}
