package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Reach;
import io.github.lanewise.nn.Shape;
import java.util.List;

/** The input seen as one vector, in the order height, width, channels; costs nothing. */
public record Flatten() implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Shape.flat(Inputs.one(inputs).length());
  }

  @Override
  public boolean view() {
    return true;
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    throw new UnsupportedOperationException("a view has no passes");
  }

  @Override
  public Reach reach(List<Shape> inputs) {
    return Reach.whole(Inputs.one(inputs));
  }
}
