package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.pool.Pooling;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/** The average of each channel over the whole picture (Lin, Chen, Yan 2013). No parameters. */
public record GlobalAvgPool() implements Layer {
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
    return new AveragePasses(Pooling.average(PoolShapes.whole(Inputs.one(inputs), batch)));
  }
}
