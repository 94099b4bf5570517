package io.github.lanewise.nn.predict;

import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;

/** Passes of which only the first is ever asked for. */
abstract class ForwardOnly implements Passes {
  @Override
  public final void backward(Frame frame) {
    throw new UnsupportedOperationException("a predictor does not learn");
  }

  @Override
  public final void tangent(Frame frame) {
    throw new UnsupportedOperationException("a predictor does not learn");
  }
}
