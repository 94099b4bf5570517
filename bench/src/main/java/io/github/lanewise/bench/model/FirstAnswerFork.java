package io.github.lanewise.bench.model;

import java.nio.file.Path;
import java.util.ServiceLoader;

/** The program of a JVM that computes one answer and says when it is there. */
final class FirstAnswerFork {
  /** How the line begins that says so. */
  static final String ANSWERED = "answer ";

  private FirstAnswerFork() {}

  /** Takes the name of the contender, the model, its inputs and the threads. */
  public static void main(String[] args) {
    String contender = args[0];
    Path model = Path.of(args[1]);
    ModelInputs inputs = ModelInputs.parse(args[2]);
    int threads = Integer.parseInt(args[3]);
    float[] answer =
        contender.equals(OurModel.NAME)
            ? OurModel.answer(model, inputs, threads)
            : ServiceLoader.load(ModelPeerProvider.class)
                .findFirst()
                .orElseThrow()
                .answer(contender, model, inputs, threads);
    System.out.println(ANSWERED + answer[0]);
  }
}
