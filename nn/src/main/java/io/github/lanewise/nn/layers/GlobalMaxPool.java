package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.pool.Pooling;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/** The largest value of each channel over the whole picture. No parameters. */
public record GlobalMaxPool() implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.flat(Inputs.one(inputs).channels());
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return Reach.whole(Inputs.one(inputs));
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new MaxPasses(Pooling.max(PoolShapes.whole(Inputs.one(inputs), batch)));
  }
}
