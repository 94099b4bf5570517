package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.Contender;
import java.nio.file.Path;

/** Opens native libraries; found by {@link java.util.ServiceLoader} in a build that has them. */
public interface ModelPeerProvider {

  /**
   * Prepares a model in a native library, with {@link ModelInputs#values} in its inputs.
   *
   * @param name name of the library
   * @param model an ONNX file
   * @param inputs what it is given
   * @param threads threads that a run may use, the calling one included
   * @return the peer; its outputs have the model's names and order of elements
   * @throws IllegalArgumentException if the name is unknown; the message lists the known ones
   */
  Contender open(String name, Path model, ModelInputs inputs, int threads);

  /**
   * Loads a model and computes it once: the shortest way to an answer.
   *
   * @param name name of the library
   * @param model an ONNX file
   * @param inputs what it is given
   * @param threads threads that the run may use, the calling one included
   * @return the first output
   * @throws IllegalArgumentException if the name is unknown; the message lists the known ones
   */
  float[] answer(String name, Path model, ModelInputs inputs, int threads);
}
