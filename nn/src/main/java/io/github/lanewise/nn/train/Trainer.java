package io.github.lanewise.nn.train;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Seeds;
import io.github.lanewise.nn.data.Augmentation;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.loss.Loss;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.optimize.Adam;
import io.github.lanewise.nn.optimize.Optimizer;
import io.github.lanewise.nn.optimize.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a model: examples in random order, in batches, a step of the optimizer for each. The same
 * seed gives the same bits, whatever the number of threads.
 *
 * {@snippet :
 * List<Epoch> history =
 *     Trainer.of(model).epochs(20).batch(32).workers(workers).validation(test).train(train);
 * }
 */
public final class Trainer {
  private static final long ORDER = 1;
  private static final long CHANGES = 2;
  private static final long CHOICES = 3;

  private final Model model;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private Loss loss = new SoftmaxCrossEntropy();
  private Optimizer optimizer = Adam.of(1e-3);
  private Schedule schedule = Schedule.CONSTANT;
  private int epochs = 10;
  private int batch = 64;
  private long seed = 1;
  private double longestGradient = Double.POSITIVE_INFINITY;
  private int patience = Integer.MAX_VALUE;
  private Augmentation augmentation;
  private Dataset validation;
  private Workers workers = Workers.serial();

  private Trainer(Model model) {
    this.model = model;
  }

  /**
   * A trainer with softmax cross-entropy, Adam at 0.001, 10 epochs, batches of 64, seed 1, on the
   * calling thread.
   *
   * @param model what learns; its parameters are changed in place
   * @return a new trainer
   */
  public static Trainer of(Model model) {
    return new Trainer(model);
  }

  /**
   * Sets what is made small.
   *
   * @param loss the loss
   * @return this
   */
  public Trainer loss(Loss loss) {
    this.loss = loss;
    return this;
  }

  /**
   * Sets how gradients change parameters.
   *
   * @param optimizer the optimizer
   * @return this
   */
  public Trainer optimizer(Optimizer optimizer) {
    this.optimizer = optimizer;
    return this;
  }

  /**
   * Sets how the step size changes.
   *
   * @param schedule the schedule
   * @return this
   */
  public Trainer schedule(Schedule schedule) {
    this.schedule = schedule;
    return this;
  }

  /**
   * Sets how often each example is learned from.
   *
   * @param epochs passes over the examples, at least 1
   * @return this
   */
  public Trainer epochs(int epochs) {
    this.epochs = Checks.atLeast(1, "epochs", epochs);
    return this;
  }

  /**
   * Sets the batch size; the last batch of an epoch is smaller where it does not divide.
   *
   * @param batch examples of a step, at least 1
   * @return this
   */
  public Trainer batch(int batch) {
    this.batch = Checks.atLeast(1, "batch", batch);
    return this;
  }

  /**
   * Sets where all random choices come from.
   *
   * @param seed the seed
   * @return this
   */
  public Trainer seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets how examples are varied.
   *
   * @param augmentation the change; null for none
   * @return this
   */
  public Trainer augmentation(Augmentation augmentation) {
    this.augmentation = augmentation;
    return this;
  }

  /**
   * Sets examples that are not learned from but looked at after each epoch.
   *
   * @param validation the examples; null for none
   * @return this
   */
  public Trainer validation(Dataset validation) {
    this.validation = validation;
    return this;
  }

  /**
   * Stops when the accuracy on the validation examples has not risen for some epochs, and puts the
   * best parameters back.
   *
   * @param patience epochs to wait, at least 1
   * @return this
   */
  public Trainer earlyStopping(int patience) {
    this.patience = Checks.atLeast(1, "patience", patience);
    return this;
  }

  /**
   * Sets how long a step's gradient may be, all parameters together; longer ones are scaled.
   *
   * @param norm Euclidean length, above 0
   * @return this
   */
  public Trainer clip(double norm) {
    this.longestGradient = norm;
    return this;
  }

  /**
   * Adds one who wants to know how it goes.
   *
   * @param listener told after each step and epoch
   * @return this
   */
  public Trainer listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Sets the threads to compute on; one more fills batches.
   *
   * @param workers the threads
   * @return this
   */
  public Trainer workers(Workers workers) {
    this.workers = workers;
    return this;
  }

  /**
   * Trains.
   *
   * @param data examples to learn from, at least one
   * @return what each epoch came to
   * @throws IllegalArgumentException if the examples do not fit the network, or early stopping has
   *     no validation examples
   * @throws NotANumberException if a loss or gradient is infinite or not a number; the message
   *     names the step and the layer. The parameters are those before that step
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Epoch> train(Dataset data) throws InterruptedException {
    Examples.check(model.network(), data);
    if (validation != null) {
      Examples.check(model.network(), validation);
    } else if (patience < Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "early stopping needs validation examples; call validation first");
    }
    return new Run(data).train();
  }

  /** One call of {@link #train}. */
  private final class Run {
    private final Dataset data;
    private final int[] order;
    private final int stepsPerEpoch;
    private final Step whole;
    private final Step rest;
    private final Parameters gradients;
    private final Optimizer.Memory memory;
    private final List<Epoch> history = new ArrayList<>();
    private Parameters best;
    private double bestAccuracy = -1;
    private int bestEpoch;
    private double lossSum;
    private int right;
    private int seen;
    private double rate;
    private long epochStart;

    Run(Dataset data) {
      this.data = data;
      int size = Math.min(batch, data.size());
      order = new int[data.size()];
      stepsPerEpoch = Math.ceilDiv(data.size(), size);
      whole = new Step(model, loss, size);
      rest = data.size() % size == 0 ? null : new Step(model, loss, data.size() % size);
      gradients = model.parameters().zerosLike();
      memory = optimizer.start(model.parameters());
    }

    List<Epoch> train() throws InterruptedException {
      for (int epoch = 1; epoch <= epochs && epoch - bestEpoch <= patience; epoch++) {
        epoch(epoch);
      }
      if (best != null) {
        model.parameters().set(best);
      }
      return List.copyOf(history);
    }

    private void epoch(int epoch) throws InterruptedException {
      epochStart = System.nanoTime();
      lossSum = 0;
      right = 0;
      seen = 0;
      Seeds.shuffle(order, Seeds.child(Seeds.child(seed, ORDER), epoch));
      long changes = Seeds.child(Seeds.child(seed, CHANGES), epoch);
      int size = Math.min(batch, data.size());
      try (Batches batches =
          new Batches(data, data.classes(), order, 0, size, augmentation, changes)) {
        for (int i = 1; i <= stepsPerEpoch; i++) {
          Batch examples = batches.take();
          step(epoch, i, examples, examples.size() == size ? whole : rest);
          batches.giveBack(examples);
        }
      }
      finish(epoch);
    }

    private void step(int epoch, int number, Batch examples, Step step) {
      long done = memory.steps();
      String where = "epoch " + epoch + ", step " + number;
      long choices = Seeds.child(Seeds.child(seed, CHOICES), done);
      lossSum += examples.size() * step.run(examples, choices, gradients, workers, where);
      right += step.right();
      seen += examples.size();
      double norm = Gradients.norm(gradients);
      if (!Double.isFinite(norm)) {
        throw new NotANumberException(
            where
                + ": the gradient of "
                + Gradients.firstNotFinite(gradients)
                + " is not finite; try a smaller learning rate or gradient clipping");
      }
      if (norm > longestGradient) {
        Gradients.clip(gradients, norm, longestGradient, workers);
      }
      rate = optimizer.learningRate() * schedule.factor(done, (long) epochs * stepsPerEpoch);
      memory.step(model.parameters(), gradients, rate, workers);
      for (TrainingListener listener : listeners) {
        listener.step(
            new TrainingListener.Progress(
                epoch,
                epochs,
                number,
                stepsPerEpoch,
                lossSum / seen,
                (double) right / seen,
                seen / secondsSince(epochStart)));
      }
    }

    private void finish(int epoch) {
      double trained = secondsSince(epochStart);
      double validationLoss = Double.NaN;
      double validationAccuracy = Double.NaN;
      if (validation != null) {
        Evaluation evaluation = Evaluation.of(model, loss, validation, workers);
        validationLoss = evaluation.loss();
        validationAccuracy = evaluation.accuracy();
        remember(epoch, validationAccuracy);
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
              seen / trained);
      history.add(result);
      listeners.forEach(listener -> listener.epoch(result));
    }

    private void remember(int epoch, double accuracy) {
      if (patience < Integer.MAX_VALUE && accuracy > bestAccuracy) {
        bestAccuracy = accuracy;
        bestEpoch = epoch;
        if (best == null) {
          best = model.parameters().zerosLike();
        }
        best.set(model.parameters());
      }
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
