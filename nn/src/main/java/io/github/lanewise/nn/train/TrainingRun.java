package io.github.lanewise.nn.train;

import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Seeds;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.optimize.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** One call of {@link Trainer#train}. */
final class TrainingRun {
  // What streams of random choices are for.
  private static final long ORDER = 1;
  private static final long CHANGES = 2;
  private static final long CHOICES = 3;

  private final Trainer set;
  private final Dataset data;
  private final int size;
  private final int stepsPerEpoch;
  private final Step whole;
  private final Step rest;
  private final Parameters parameters;
  private final Parameters gradients;

  /** Null without early stopping: they would take as much memory as the network. */
  private final Parameters best;

  private final Optimizer.Memory memory;
  private final Checkpoint checkpoint;
  private final List<Epoch> history = new ArrayList<>();
  private int epoch = 1;
  private int step;
  private double lossSum;
  private int right;
  private int seen;
  private double bestAccuracy = -1;
  private int bestEpoch;
  private double rate;
  private long epochStart;
  private int seenBefore;

  TrainingRun(Trainer set, Dataset data) throws IOException {
    this.set = set;
    this.data = data;
    size = Math.min(set.batch, data.size());
    stepsPerEpoch = Math.ceilDiv(data.size(), size);
    whole = new Step(set.model, set.loss, size);
    rest = data.size() % size == 0 ? null : new Step(set.model, set.loss, data.size() % size);
    parameters = set.model.parameters();
    gradients = parameters.zerosLike();
    best = set.patience < Integer.MAX_VALUE ? parameters.zerosLike() : null;
    memory = set.optimizer.start(parameters);
    checkpoint =
        set.checkpoint == null
            ? null
            : new Checkpoint(set.checkpoint, parameters, memory.buffers(), best);
    if (set.resume && checkpoint != null && Files.exists(set.checkpoint)) {
      resume(checkpoint.read(training()));
    }
  }

  private void resume(TrainingState state) {
    epoch = state.epoch();
    step = state.step();
    memory.resumeAt(state.steps());
    lossSum = state.lossSum();
    right = state.right();
    seen = state.seen();
    bestAccuracy = state.bestAccuracy();
    bestEpoch = state.bestEpoch();
    history.addAll(state.history());
  }

  List<Epoch> train() throws InterruptedException, IOException {
    while (epoch <= set.epochs && epoch - bestEpoch <= set.patience) {
      epoch();
    }
    if (bestEpoch > 0) {
      parameters.set(best);
    }
    return List.copyOf(history);
  }

  private void epoch() throws InterruptedException, IOException {
    epochStart = System.nanoTime();
    seenBefore = seen;
    int[] order = new int[data.size()];
    Seeds.shuffle(order, seed(ORDER, epoch));
    try (Batches batches =
        new Batches(
            data,
            data.classes(),
            order,
            step * size,
            size,
            set.augmentation,
            seed(CHANGES, epoch))) {
      while (step < stepsPerEpoch) {
        Batch examples = batches.take();
        step(examples);
        batches.giveBack(examples);
        if (checkpoint != null && memory.steps() % set.checkpointEvery == 0) {
          keep();
        }
      }
    }
    finish();
    epoch++;
    step = 0;
    lossSum = 0;
    right = 0;
    seen = 0;
    keep();
  }

  private long seed(long purpose, long number) {
    return Seeds.child(Seeds.child(set.seed, purpose), number);
  }

  private void step(Batch examples) {
    StepEvent event = new StepEvent();
    event.begin();
    long done = memory.steps();
    step++;
    String where = "epoch " + epoch + ", step " + step;
    Step used = examples.size() == size ? whole : rest;
    double loss = used.run(examples, seed(CHOICES, done), gradients, set.workers, where);
    lossSum += examples.size() * loss;
    right += used.right();
    seen += examples.size();
    double norm = Gradients.norm(gradients);
    if (!Double.isFinite(norm)) {
      throw new NotANumberException(
          where
              + ": the gradient of "
              + Gradients.firstNotFinite(gradients)
              + " is not finite; try a smaller learning rate or gradient clipping");
    }
    if (norm > set.longestGradient) {
      Gradients.clip(gradients, norm, set.longestGradient, set.workers);
    }
    rate =
        set.optimizer.learningRate() * set.schedule.factor(done, (long) set.epochs * stepsPerEpoch);
    memory.step(parameters, gradients, rate, set.workers);
    event.end();
    if (event.shouldCommit()) {
      event.epoch = epoch;
      event.step = step;
      event.loss = loss;
      event.examples = examples.size();
      event.commit();
    }
    tell();
  }

  private void tell() {
    TrainingListener.Progress progress =
        new TrainingListener.Progress(
            epoch,
            set.epochs,
            step,
            stepsPerEpoch,
            lossSum / seen,
            (double) right / seen,
            (seen - seenBefore) / secondsSince(epochStart));
    set.listeners.forEach(listener -> listener.step(progress));
  }

  private void finish() {
    double trained = secondsSince(epochStart);
    double validationLoss = Double.NaN;
    double validationAccuracy = Double.NaN;
    if (set.validation != null) {
      Evaluation evaluation = Evaluation.of(set.model, set.loss, set.validation, set.workers);
      validationLoss = evaluation.loss();
      validationAccuracy = evaluation.accuracy();
      if (best != null && validationAccuracy > bestAccuracy) {
        bestAccuracy = validationAccuracy;
        bestEpoch = epoch;
        best.set(parameters);
      }
    }
    Epoch result =
        new Epoch(
            epoch,
            lossSum / seen,
            (double) right / seen,
            validationLoss,
            validationAccuracy,
            rate,
            secondsSince(epochStart),
            (seen - seenBefore) / trained);
    history.add(result);
    set.listeners.forEach(listener -> listener.epoch(result));
  }

  private void keep() throws IOException {
    if (checkpoint != null) {
      checkpoint.write(
          new TrainingState(
              training(),
              epoch,
              step,
              memory.steps(),
              lossSum,
              right,
              seen,
              bestAccuracy,
              bestEpoch,
              history));
    }
  }

  /** All that decides the result and can be said in words. */
  private String training() {
    return set.model.network()
        + "%s, %s, %d epochs of %d examples in batches of %d, seed %d, clip %s, patience %d, %s%n"
            .formatted(
                set.loss,
                set.optimizer,
                set.epochs,
                data.size(),
                set.batch,
                set.seed,
                set.longestGradient,
                set.patience,
                set.augmentation instanceof Record ? set.augmentation : "");
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
