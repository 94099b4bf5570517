package io.github.lanewise.nn;

import io.github.lanewise.kernels.activation.Elementwise;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * What one layer sees of a pass over the network: its arrays. {@code x} are inputs, {@code y} is
 * the output, {@code d} before a name the gradient of the loss with respect to it, {@code t} its
 * tangent. All are batches, {@code [batch][height][width][channels]}.
 */
public final class Frame {
  private final Node node;
  private final int number;
  private final Run run;
  private final Passes passes;
  private final Object state;
  private final Frame[] inputs;

  /** What others' gradient with respect to the only input came to; null if not for this frame. */
  private float[] dxOfOthers;

  /** For each input, null if {@code dx} is the input's own {@code dy}, else another array. */
  private final float[][] extra;

  /** The arrays of those readers whose {@code dx} is another array than {@code dy}. */
  private final List<float[]> added = new ArrayList<>();

  /** What {@link #handOn} hands on to the layer before; null if that does not take it. */
  private SparseGradient handedOn;

  /** What the layer behind may hand on to this one; null if it cannot. */
  private SparseGradient sparseDy;

  private final boolean view;
  private final int firstParameter;
  private float[] y;
  private float[] dy;
  private float[] ty;
  private final float[][] parameters;
  private final float[][] dParameters;
  private final float[][] tParameters;

  /**
   * A frame.
   *
   * @param passes null for the input and for what is a view of its only input
   */
  Frame(int number, int firstParameter, Node node, Run run, Passes passes, Frame[] inputs) {
    this.number = number;
    this.firstParameter = firstParameter;
    this.node = node;
    this.run = run;
    this.passes = passes;
    this.state = passes == null ? null : passes.newState();
    this.inputs = inputs;
    this.extra = new float[inputs.length][];
    this.view = passes == null && inputs.length > 0;
    int count = node.parameters().size();
    parameters = new float[count][];
    dParameters = new float[count][];
    tParameters = new float[count][];
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
   * Threads to compute on.
   *
   * @return the caller's
   */
  public Workers workers() {
    return run.workers;
  }

  /**
   * Whether this is a pass for training, in which dropout drops and batch norm measures.
   *
   * @return false when a trained network is used
   */
  public boolean training() {
    return run.training;
  }

  /**
   * Whether a backward or tangent pass may follow, so that {@code forward} has to keep what they
   * need.
   *
   * @return false in a {@link Workspace#forwardPrepared}
   */
  public boolean differentiable() {
    return run.differentiable;
  }

  /**
   * A seed for random choices of this layer in this pass.
   *
   * @return another one in every training step
   */
  public long seed() {
    return Seeds.child(run.seed, number);
  }

  /**
   * The name of the layer in its network.
   *
   * @return the node's name
   */
  public String name() {
    return node.name();
  }

  /**
   * Shapes of the inputs.
   *
   * @return for one example each
   */
  public List<Shape> inputShapes() {
    return node.inputShapes();
  }

  /**
   * Shape of the output.
   *
   * @return for one example
   */
  public Shape shape() {
    return node.shape();
  }

  /**
   * What {@link Passes#newState} gave for this frame.
   *
   * @param type its class
   * @param <S> its class
   * @return the memory
   */
  public <S> S state(Class<S> type) {
    return type.cast(state);
  }

  /**
   * The only input.
   *
   * @return the values, not to be changed
   */
  public float[] x() {
    return x(0);
  }

  /**
   * An input.
   *
   * @param input its number
   * @return the values, not to be changed
   */
  public float[] x(int input) {
    return inputs[input].y();
  }

  /**
   * The output.
   *
   * @return the values, written by {@code forward}
   */
  public float[] y() {
    return view ? x(0) : y;
  }

  /**
   * The gradient with respect to the output.
   *
   * @return the values; may be overwritten by {@code backward}, unless the passes say by {@link
   *     Passes#keepsGradient} that they do not
   */
  public float[] dy() {
    return view ? dx(0) : dy;
  }

  /**
   * The gradient with respect to the only input.
   *
   * @return to be overwritten by {@code backward}; null if nobody wants it
   */
  public float[] dx() {
    return dx(0);
  }

  /**
   * The gradient with respect to an input.
   *
   * @param input its number
   * @return to be overwritten by {@code backward}; null if nobody wants it. {@link #dy} itself
   *     where the passes say that they pass it on ({@link Passes#passesGradientOn})
   */
  public float[] dx(int input) {
    float[] own = inputs[input].dy();
    return own == null || extra[input] == null ? own : extra[input];
  }

  /**
   * What other layers' gradient with respect to the only input came to.
   *
   * @return to be added to {@code dx} where {@link Passes#addsGradient}; null for nothing
   */
  public float[] dxOfOthers() {
    return dxOfOthers;
  }

  /**
   * Hands {@code dy} on to the layer before, as the gradient with respect to what that computed:
   * values at some places, and zeros elsewhere. Neither {@code dy} nor the places may change before
   * the next backward pass.
   *
   * @param places index in {@code x} of each value of {@code dy}, of the same example and the same
   *     channel; negative for values that go nowhere
   * @return whether that is all the layer before needs, so that {@code dx} has not to be written
   */
  public boolean handOn(int[] places) {
    return handedOn != null && handedOn.handOn(dy(), places);
  }

  /**
   * What the layer behind has handed on: the values of {@code dy} that are not left out as zeros.
   * Without an input gradient to compute, {@code dy} itself is not to be read then.
   *
   * @return the values and their places; null if nothing was handed on
   */
  public SparseGradient sparseDy() {
    return sparseDy == null || sparseDy.values() == null ? null : sparseDy;
  }

  /**
   * The tangent of the only input.
   *
   * @return the values, not to be changed
   */
  public float[] tx() {
    return tx(0);
  }

  /**
   * The tangent of an input.
   *
   * @param input its number
   * @return the values, not to be changed
   */
  public float[] tx(int input) {
    return inputs[input].ty();
  }

  /**
   * The tangent of the output.
   *
   * @return the values, written by {@code tangent}
   */
  public float[] ty() {
    return view ? tx(0) : ty;
  }

  /**
   * A parameter.
   *
   * @param parameter its number in {@link Layer#parameters}
   * @return the values; in a training pass {@code forward} may change those that are not learned
   */
  public float[] parameter(int parameter) {
    return parameters[parameter];
  }

  /**
   * The gradient with respect to a parameter.
   *
   * @param parameter its number in {@link Layer#parameters}
   * @return to be overwritten by {@code backward} if the parameter is learned
   */
  public float[] dParameter(int parameter) {
    return dParameters[parameter];
  }

  /**
   * The tangent of a parameter.
   *
   * @param parameter its number in {@link Layer#parameters}
   * @return the values, or null for zeros
   */
  public float[] tParameter(int parameter) {
    return tParameters[parameter];
  }

  Node node() {
    return node;
  }

  Passes passes() {
    return passes;
  }

  /** Whether the layer has something to compute: neither the input nor a view. */
  boolean computes() {
    return passes != null;
  }

  /** Gives an input's {@code dx} another array, to be added to that input's {@code dy}. */
  void separate(int input, float[] array) {
    extra[input] = array;
    inputs[input].added.addFirst(array);
  }

  /** Leaves it to the first reader of an input to add what the one other reader wrote. */
  void addOthers() {
    List<float[]> others = inputs[0].added;
    if (extra[0] == null && others.size() == 1) {
      dxOfOthers = others.removeFirst();
    }
  }

  /**
   * Lets a layer that reads this one alone hand its gradient on, if this one takes it.
   *
   * @param reader behind this frame or views of it, which nobody else reads and whose channels are
   *     this frame's
   */
  void takeFrom(Frame reader) {
    int gradients = reader.shape().length();
    if (computes() && passes.takesSparseGradient(gradients)) {
      sparseDy = new SparseGradient(this);
      reader.handedOn = sparseDy;
    }
  }

  /** Forgets what the last pass handed on. */
  void takeNothing() {
    if (sparseDy != null) {
      sparseDy.clear();
    }
  }

  /** Adds what readers wrote into arrays of their own, in the order of the nodes. */
  void sumGradients() {
    if (dy() != null) {
      for (int i = 0; i < added.size(); i++) { // an iterator may be an object each time
        Elementwise.add(dy(), added.get(i), dy(), run.workers);
      }
    }
  }

  void setY(float[] array) {
    y = array;
  }

  void setDy(float[] array) {
    dy = array;
  }

  void setTy(float[] array) {
    ty = array;
  }

  void setParameters(Parameters all) {
    fill(parameters, all);
  }

  void setDParameters(Parameters all) {
    fill(dParameters, all);
  }

  void setTParameters(Parameters all) {
    fill(tParameters, all);
  }

  /** A network's parameters lie in the order of its nodes. */
  private void fill(float[][] to, Parameters all) {
    for (int i = 0; i < to.length; i++) {
      to[i] = all == null ? null : all.all().get(firstParameter + i).values();
    }
  }
}
