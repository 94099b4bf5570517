package io.github.lanewise.nn.train;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight Recorder's record of one training step; costs nothing while nobody records. */
@Name("io.github.lanewise.TrainingStep")
@Label("Training Step")
@Category("Lanewise")
@Description("Forward pass, backward pass and step of the optimizer for one batch")
@StackTrace(false)
final class StepEvent extends Event {
  @Label("Epoch")
  int epoch;

  @Label("Step")
  int step;

  @Label("Loss")
  double loss;

  @Label("Examples")
  int examples;
}
