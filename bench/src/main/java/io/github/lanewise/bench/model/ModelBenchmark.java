package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.contest.ContestBenchmark;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures a whole model. */
@State(Scope.Benchmark)
public class ModelBenchmark extends ContestBenchmark {
  /** The model. */
  @Param("model.onnx")
  public String file;

  /** Size of dimensions that vary. */
  @Param("1")
  public int batch;

  /** Made by JMH. */
  public ModelBenchmark() {}

  @Override
  protected List<Contender> openPeers(List<String> names) {
    Path model = Path.of(file);
    ModelInputs inputs = ModelInputs.of(OurModel.load(model), batch);
    return names.stream()
        .map(
            name ->
                provider(ServiceLoader.load(ModelPeerProvider.class))
                    .open(name, model, inputs, threads))
        .toList();
  }

  @Override
  protected List<Contender> openOurs(List<String> names) {
    return List.of(new OurModel(Path.of(file), batch, threads));
  }
}
