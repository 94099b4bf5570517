package io.github.lanewise.nn.train;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.data.Augmentation;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.loss.Loss;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import io.github.lanewise.nn.optimize.Adam;
import io.github.lanewise.nn.optimize.Optimizer;
import io.github.lanewise.nn.optimize.Schedule;
import java.io.IOException;
import java.nio.file.Path;
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
  final Model model;
  final List<TrainingListener> listeners = new ArrayList<>();
  Loss loss = new SoftmaxCrossEntropy();
  Optimizer optimizer = Adam.of(1e-3);
  Schedule schedule = Schedule.CONSTANT;
  int epochs = 10;
  int batch = 64;
  long seed = 1;
  double longestGradient = Double.POSITIVE_INFINITY;
  int patience = Integer.MAX_VALUE;
  Augmentation augmentation;
  Dataset validation;
  Workers workers = Workers.serial();
  Path checkpoint;
  int checkpointEvery;
  boolean resume;

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
   * Keeps the state of the training in a file, at the end of each epoch and between.
   *
   * @param file where; overwritten whole each time, so that it never holds half a state
   * @param every steps between, at least 1
   * @return this
   */
  public Trainer checkpoint(Path file, int every) {
    this.checkpoint = file;
    this.checkpointEvery = Checks.atLeast(1, "every", every);
    return this;
  }

  /**
   * Goes on from the checkpoint if there is one: in the end the parameters have the same bits as if
   * the training had never been stopped. All settings but listeners, workers and checkpoints have
   * to be those of the training that was stopped.
   *
   * @return this
   */
  public Trainer resume() {
    this.resume = true;
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
   * @throws IOException if a checkpoint cannot be written, or the one to go on from cannot be read
   *     or is of another training
   */
  public List<Epoch> train(Dataset data) throws InterruptedException, IOException {
    Examples.check(model.network(), data);
    if (validation != null) {
      Examples.check(model.network(), validation);
    } else if (patience < Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "early stopping needs validation examples; call validation first");
    }
    return new TrainingRun(this, data).train();
  }
}
