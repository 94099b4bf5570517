package io.github.lanewise.onnx.run;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.operators.Step;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/** The arrays of one run, and the steps bound to them. */
final class Buffers {
  private final Tensor[] inputs;
  private final Tensor[] outputs;
  private final Step[] steps;

  Buffers(Plan plan) {
    Object[] arrays = new Object[plan.sizes().size()];
    for (int i = 0; i < arrays.length; i++) {
      int size = plan.sizes().get(i);
      arrays[i] = size < 0 ? new long[-1 - size] : new float[size];
    }
    Tensor[] tensors = new Tensor[plan.slots().size()];
    for (Slot slot : plan.slots()) {
      Tensor constant = slot.root().constant();
      if (constant != null) {
        tensors[slot.number()] = constant.reshape(slot.dims());
      } else if (plan.buffer(slot) >= 0) {
        Object array = arrays[plan.buffer(slot)];
        tensors[slot.number()] =
            slot.type().floating()
                ? Tensor.of((float[]) array, slot.dims())
                : Tensor.of(slot.type(), (long[]) array, slot.dims());
      }
    }
    inputs = tensors(plan.inputs().toArray(Slot[]::new), tensors);
    outputs = tensors(plan.outputs().toArray(Slot[]::new), tensors);
    List<Planner.Planned> planned = plan.planned();
    steps = new Step[planned.size()];
    for (int i = 0; i < steps.length; i++) {
      Planner.Planned step = planned.get(i);
      steps[i] = step.kernel().bind(tensors(step.in(), tensors), tensors(step.out(), tensors));
    }
  }

  private static Tensor[] tensors(Slot[] slots, Tensor[] all) {
    Tensor[] result = new Tensor[slots.length];
    for (int i = 0; i < slots.length; i++) {
      result[i] = slots[i] == null ? null : all[slots[i].number()];
    }
    return result;
  }

  void run(Tensor[] in, Tensor[] out, Workers workers) {
    for (int i = 0; i < inputs.length; i++) {
      copy(in[i], inputs[i]);
    }
    for (Step step : steps) {
      step.run(workers);
    }
    for (int i = 0; i < outputs.length; i++) {
      copy(outputs[i], out[i]);
    }
  }

  private static void copy(Tensor from, Tensor to) {
    Object source = from.type().floating() ? from.floats() : from.longs();
    Object target = to.type().floating() ? to.floats() : to.longs();
    System.arraycopy(source, 0, target, 0, from.length());
  }
}
