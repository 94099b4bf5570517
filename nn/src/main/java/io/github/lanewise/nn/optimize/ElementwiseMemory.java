package io.github.lanewise.nn.optimize;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/** An optimizer that treats each value by itself: what all of them here are. */
abstract class ElementwiseMemory implements Optimizer.Memory, Workers.Task {
  /** Values of a tile: several µs of work. */
  private static final int TILE = 1 << 14;

  private final List<Parameters> buffers = new ArrayList<>();
  private final float[][] memory;
  private long steps;
  private float[] values;
  private float[] gradient;

  ElementwiseMemory(Parameters parameters, int buffersNeeded) {
    for (int i = 0; i < buffersNeeded; i++) {
      buffers.add(parameters.zerosLike());
    }
    memory = new float[buffersNeeded][];
  }

  @Override
  public final void step(
      Parameters parameters, Parameters gradients, double learningRate, Workers workers) {
    steps++;
    prepare(steps, learningRate);
    for (int i = 0; i < parameters.all().size(); i++) {
      Parameter parameter = parameters.all().get(i);
      if (parameter.spec().role().learned()) {
        values = parameter.values();
        gradient = gradients.all().get(i).values();
        for (int j = 0; j < memory.length; j++) {
          memory[j] = buffers.get(j).all().get(i).values();
        }
        workers.run((values.length + TILE - 1) / TILE, this);
      }
    }
  }

  @Override
  public final void run(int tile, Scratch scratch) {
    int from = tile * TILE;
    update(values, gradient, memory, from, Math.min(values.length, from + TILE));
  }

  /** Sets the factors of a step, of which the first has number 1. */
  abstract void prepare(long step, double learningRate);

  /** Changes the values from one index to another. */
  abstract void update(float[] w, float[] dw, float[][] memory, int from, int to);

  @Override
  public final long steps() {
    return steps;
  }

  @Override
  public final void resumeAt(long steps) {
    this.steps = steps;
  }

  @Override
  public final List<Parameters> buffers() {
    return List.copyOf(buffers);
  }
}
