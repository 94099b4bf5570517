package io.github.lanewise.onnx.run;

import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.operators.Fusion;
import io.github.lanewise.onnx.operators.Operation;
import io.github.lanewise.onnx.operators.Value;
import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * A graph made ready to run for inputs of given dimensions: what to do in which order, with weights
 * packed, and which buffer holds what when. Shared by any number of threads: each run takes a set
 * of buffers, and once warm it allocates nothing.
 */
public final class Plan {
  private final List<Planner.Planned> steps;
  private final List<Slot> slots;
  private final List<Slot> inputs;
  private final List<Slot> outputs;

  /** For each slot, which buffer it lies in; −1 for constants. */
  private final int[] buffer;

  /** Elements of each buffer; negative for integers. */
  private final List<Integer> sizes = new ArrayList<>();

  private final Pool<Buffers> pool = new Pool<>(() -> new Buffers(this));

  private Plan(Planner planner, List<Slot> inputs, List<Slot> outputs) {
    this.steps = List.copyOf(planner.steps());
    this.slots = List.copyOf(planner.slots());
    this.inputs = inputs;
    this.outputs = outputs;
    this.buffer = new int[slots.size()];
    assign();
    checkMemory();
  }

  /**
   * Makes a graph ready.
   *
   * @param inference what is known for the inputs
   * @param inputs names of the inputs
   * @param outputs names of the outputs
   * @param once whether there is to be one run only, soon; such a plan is made and run quickly in a
   *     JVM that has compiled nothing yet, and rounds otherwise
   * @return the plan
   * @throws IllegalArgumentException if shapes do not fit a kernel, or memory would not suffice;
   *     the message names the node
   */
  public static Plan of(
      Inference inference, List<String> inputs, List<String> outputs, boolean once) {
    Map<String, Value> values = new HashMap<>(inference.values());
    List<Operation> operations =
        Fusion.fuse(inference.operations(), values, new HashSet<>(outputs));
    Planner planner = new Planner(values, once);
    List<Slot> in = inputs.stream().map(planner::input).toList();
    for (Operation operation : operations) {
      try {
        planner.add(operation);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new IllegalArgumentException("node " + operation.node() + ": " + e.getMessage(), e);
      }
    }
    return new Plan(planner, in, outputs.stream().map(planner::plain).toList());
  }

  /** Gives every slot a buffer; one buffer serves several slots that are not needed at once. */
  private void assign() {
    int[] lastUse = new int[slots.size()];
    for (int s = 0; s < steps.size(); s++) {
      for (Slot[] used : List.of(steps.get(s).in(), steps.get(s).out())) {
        for (Slot slot : used) {
          if (slot != null) {
            lastUse[slot.root().number()] = s;
          }
        }
      }
    }
    outputs.forEach(slot -> lastUse[slot.root().number()] = Integer.MAX_VALUE);
    Arrays.fill(buffer, -1);
    Map<Integer, List<Integer>> free = new HashMap<>();
    inputs.forEach(slot -> take(slot, free));
    for (int s = 0; s < steps.size(); s++) {
      for (Slot slot : steps.get(s).out()) {
        if (slot != null) {
          take(slot, free);
        }
      }
      for (Slot[] used : List.of(steps.get(s).in(), steps.get(s).out())) {
        for (Slot slot : used) {
          if (slot != null && slot.root().constant() == null) {
            giveBack(slot.root(), lastUse, s, free);
          }
        }
      }
    }
    for (Slot slot : slots) {
      buffer[slot.number()] = buffer[slot.root().number()];
    }
  }

  private void take(Slot slot, Map<Integer, List<Integer>> free) {
    int length = Dims.length(slot.dims());
    int size = slot.type().floating() ? length : -length - 1;
    List<Integer> kept = free.computeIfAbsent(size, _ -> new ArrayList<>());
    if (kept.isEmpty()) {
      buffer[slot.number()] = sizes.size();
      sizes.add(size);
    } else {
      buffer[slot.number()] = kept.removeLast();
    }
  }

  private void giveBack(Slot root, int[] lastUse, int step, Map<Integer, List<Integer>> free) {
    if (lastUse[root.number()] == step) {
      lastUse[root.number()] = -1;
      int number = buffer[root.number()];
      free.computeIfAbsent(sizes.get(number), _ -> new ArrayList<>()).add(number);
    }
  }

  /**
   * Memory of the buffers of one run.
   *
   * @return bytes
   */
  public long bufferBytes() {
    return sizes.stream()
        .mapToLong(size -> size < 0 ? Long.BYTES * (-1L - size) : (long) Float.BYTES * size)
        .sum();
  }

  private void checkMemory() {
    long most = Runtime.getRuntime().maxMemory();
    if (bufferBytes() > most) {
      throw new IllegalArgumentException(
          "a run would need buffers of %d bytes, expected at most the %d that the JVM may have"
              .formatted(bufferBytes(), most));
    }
  }

  /**
   * What a run does, step by step.
   *
   * @return the nodes; {@code layout} for a change of layout
   */
  public List<String> steps() {
    return steps.stream().map(Planner.Planned::node).toList();
  }

  /**
   * Runs the graph.
   *
   * @param in the inputs; the elements are copied
   * @param out the outputs; overwritten
   * @param workers threads to compute on
   */
  public void run(Tensor[] in, Tensor[] out, Workers workers) {
    Buffers buffers = pool.take();
    try {
      buffers.run(in, out, workers);
    } finally {
      pool.give(buffers);
    }
  }

  /**
   * Tensors for the outputs.
   *
   * @return new ones of the right dimensions
   */
  public Tensor[] newOutputs() {
    return outputs.stream().map(o -> Tensor.zeros(o.type(), o.dims())).toArray(Tensor[]::new);
  }

  List<Planner.Planned> planned() {
    return steps;
  }

  List<Slot> slots() {
    return slots;
  }

  List<Slot> inputs() {
    return inputs;
  }

  List<Slot> outputs() {
    return outputs;
  }

  int buffer(Slot slot) {
    return buffer[slot.number()];
  }

  List<Integer> sizes() {
    return sizes;
  }
}
