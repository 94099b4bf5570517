package io.github.lanewise.bench.model;

import io.github.lanewise.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Which models are measured, and how.
 *
 * @param models the models, in order
 * @param batch size of dimensions that vary
 * @param threads numbers of threads
 */
public record ModelPlan(List<Entry> models, int batch, List<Integer> threads) {
  /**
   * A model.
   *
   * @param name what tables call it
   * @param file where it is
   * @param multiplyAdds of one run
   */
  public record Entry(String name, Path file, long multiplyAdds) {

    /**
     * A model that can be measured.
     *
     * @param name what tables call it
     * @param file an ONNX file
     * @param batch size of dimensions that vary
     * @return the model
     * @throws IOException if it cannot be loaded
     * @throws IllegalArgumentException if it takes or gives something else than floats
     */
    public static Entry of(String name, Path file, int batch) throws IOException {
      OnnxModel model = OnnxModel.load(file);
      OurModel.check(model);
      return new Entry(name, file, model.multiplyAdds(batch));
    }
  }

  /** Copies the lists. */
  public ModelPlan {
    models = List.copyOf(models);
    threads = List.copyOf(threads);
  }

  List<ModelCase> cases(List<String> peers) {
    return threads.stream()
        .flatMap(
            count ->
                models.stream()
                    .map(
                        model ->
                            new ModelCase(
                                model.name(),
                                model.file(),
                                model.multiplyAdds(),
                                batch,
                                count,
                                peers)))
        .toList();
  }
}
