package io.github.lanewise.onnx.run;

import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.linalg.MatrixTransposition;
import io.github.lanewise.onnx.operators.Axes;
import io.github.lanewise.onnx.operators.Indexed;
import io.github.lanewise.onnx.operators.Kernel;
import io.github.lanewise.onnx.operators.Operation;
import io.github.lanewise.onnx.operators.Operator;
import io.github.lanewise.onnx.operators.PackingArea;
import io.github.lanewise.onnx.operators.Value;
import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses for each operation whether the channels of its pictures are in second place, as in ONNX,
 * or last, as the kernels want them, and puts conversions where the layout changes. Once pictures
 * have their channels last they stay so through everything that can compute on them.
 */
final class Planner {
  /** One thing to do in a run. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Planned(String node, Kernel kernel, Slot[] in, Slot[] out) {}

  private final Map<String, Value> values;
  private final boolean once;
  private final PackingArea area = new PackingArea();
  private final Map<String, Slot> plain = new HashMap<>();
  private final Map<String, Slot> last = new HashMap<>();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Planned> steps = new ArrayList<>();

  Planner(Map<String, Value> values, boolean once) {
    this.values = values;
    this.once = once;
  }

  List<Slot> slots() {
    return slots;
  }

  List<Planned> steps() {
    return steps;
  }

  /** A slot that a run is given. */
  Slot input(String name) {
    Value value = values.get(name);
    Slot slot = slot(value, value.dims(), null, null);
    if (value.constant() == null) { // else its elements decided on shapes and are known
      plain.put(name, slot);
    }
    return slot;
  }

  /** The slot of a value as ONNX has it. */
  Slot plain(String name) {
    Slot slot = plain.get(name);
    if (slot == null) {
      Value value = values.get(name);
      if (value.constant() != null) {
        slot = slot(value, value.dims(), value.constant(), null);
      } else {
        slot = converted(last.get(last(name, value.rank())), value.dims(), false);
      }
      plain.put(name, slot);
    }
    return slot;
  }

  private static String last(String name, int rank) {
    return rank + "\u0000" + name;
  }

  /** The slot of a value whose channels come last, among pictures of a number of dimensions. */
  private Slot last(Value value, String name, int rank) {
    String key = last(name, rank);
    Slot slot = last.get(key);
    if (slot == null) {
      int[] dims = new int[rank];
      Arrays.fill(dims, 1);
      System.arraycopy(value.dims(), 0, dims, rank - value.rank(), value.rank());
      int[] moved = Axes.permuted(dims, Axes.toLast(rank));
      if (value.constant() == null) {
        slot = converted(plain(name), dims, true);
      } else {
        Tensor constant = Tensor.zeros(value.type(), moved);
        Indexed.transposing(dims, Axes.toLast(rank))
            .bind(new Tensor[] {value.constant()}, new Tensor[] {constant})
            .run(Workers.serial());
        slot = slot(value, moved, constant, null);
      }
      last.put(key, slot);
    }
    return slot;
  }

  /** Plans an operation. */
  void add(Operation operation) {
    List<Value> inputs = Inference.inputs(operation, values);
    List<Value> outputs = new ArrayList<>();
    for (String output : operation.outputs()) {
      outputs.add(output.isEmpty() ? null : values.get(output));
    }
    if (operation.operator().view()) {
      view(operation, inputs.getFirst(), outputs.getFirst());
      return;
    }
    int rank = outputs.getFirst().rank();
    boolean moved = channelsLast(operation, inputs, rank);
    Operator operator = moved ? operation.operator().channelsLast(rank) : operation.operator();
    Slot[] in = new Slot[inputs.size()];
    for (int i = 0; i < in.length; i++) {
      if (inputs.get(i) != null) {
        String name = operation.inputs().get(i);
        boolean moves = moved && operation.operator().moves(i);
        in[i] = moves ? last(inputs.get(i), name, rank) : plain(name);
      }
    }
    Slot[] out = new Slot[outputs.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = output(operation.outputs().get(i), outputs.get(i), moved);
    }
    List<Value> from = new ArrayList<>();
    for (Slot slot : in) {
      from.add(slot == null ? null : new Value(slot.type(), slot.dims(), slot.constant()));
    }
    List<Value> to = new ArrayList<>();
    for (Slot slot : out) {
      to.add(slot == null ? null : new Value(slot.type(), slot.dims(), null));
    }
    Kernel kernel = (once ? operator.once(area) : operator).kernel(from, to);
    steps.add(new Planned(operation.node(), kernel, in, out));
  }

  private Slot output(String name, Value value, boolean moved) {
    if (value == null) {
      return null;
    }
    Slot slot;
    if (moved) {
      int[] dims = Axes.permuted(value.dims(), Axes.toLast(value.rank()));
      slot = slot(value, dims, null, null);
      last.put(last(name, value.rank()), slot);
    } else {
      slot = slot(value, value.dims(), null, null);
      plain.put(name, slot);
    }
    return slot;
  }

  /** Whether an operation computes on pictures whose channels come last. */
  private boolean channelsLast(Operation operation, List<Value> inputs, int rank) {
    if (operation.operator().needsChannelsLast()) {
      return true;
    }
    boolean there = false;
    for (int i = 0; i < inputs.size(); i++) {
      Value input = inputs.get(i);
      if (input != null && operation.operator().moves(i)) {
        String name = operation.inputs().get(i);
        there |= !plain.containsKey(name) && last.containsKey(last(name, rank));
      }
    }
    return there && rank > 2 && operation.operator().channelsLast(rank) != null;
  }

  /** A view shares its input's array; with the same dimensions in each layout that there is. */
  private void view(Operation operation, Value input, Value output) {
    String from = operation.inputs().getFirst();
    String to = operation.outputs().getFirst();
    String key = last(from, input.rank());
    boolean same = Arrays.equals(input.dims(), output.dims());
    if (same && !plain.containsKey(from) && last.containsKey(key)) {
      Slot slot = last.get(key);
      last.put(last(to, output.rank()), slot(output, slot.dims(), null, slot));
      return;
    }
    Slot slot = plain(from);
    plain.put(to, slot(output, output.dims(), slot.constant(), slot));
  }

  /** A value in the other layout; the same array where no element changes its place. */
  private Slot converted(Slot from, int[] dims, boolean toLast) {
    int rank = dims.length;
    int[] to = toLast ? Axes.permuted(dims, Axes.toLast(rank)) : dims;
    Value value = new Value(from.type(), to, null);
    int channels = rank > 1 ? dims[1] : 1;
    int batch = rank > 0 ? dims[0] : 1;
    int pixels = rank > 2 ? Dims.product(dims, 2, rank) : 1;
    if (channels == 1 || pixels == 1) {
      return slot(value, to, null, from);
    }
    Slot slot = slot(value, to, null, null);
    Kernel kernel;
    if (!from.type().floating() || Dims.length(dims) == 0) {
      kernel =
          Indexed.transposing(
              toLast ? dims : from.dims(), toLast ? Axes.toLast(rank) : Axes.toSecond(rank));
    } else {
      int rows = toLast ? channels : pixels;
      int columns = toLast ? pixels : channels;
      kernel = once ? plainlyTurned(batch, rows, columns) : turned(batch, rows, columns);
    }
    steps.add(new Planned("layout", kernel, new Slot[] {from}, new Slot[] {slot}));
    return slot;
  }

  private static Kernel turned(int count, int rows, int columns) {
    MatrixTransposition turn = MatrixTransposition.of(count, rows, columns);
    return (in, out) -> workers -> turn.run(in[0].floats(), out[0].floats(), workers);
  }

  /** Float by float, as vectors are slow until they are compiled. */
  private static Kernel plainlyTurned(int count, int rows, int columns) {
    return (in, out) ->
        _ -> Layouts.nchwToNhwc(count, rows, columns, 1, in[0].floats(), out[0].floats());
  }

  private Slot slot(Value value, int[] dims, Tensor constant, Slot of) {
    Slot slot = new Slot(slots.size(), value.type(), dims, constant, of);
    slots.add(slot);
    return slot;
  }
}
