package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.contest.ContestBenchmark;
import io.github.lanewise.bench.conv.ConvData;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.kernels.conv.ConvShape;
import java.util.List;
import java.util.ServiceLoader;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures a layer forward and backward. */
@State(Scope.Benchmark)
public class TrainBenchmark extends ContestBenchmark {
  /** The layer, as a line of a list. */
  @Param("lenet2,6,14,16,5,1,0,1")
  public String layer;

  /** Images. */
  @Param("1")
  public int batch;

  /** Made by JMH. */
  public TrainBenchmark() {}

  @Override
  protected List<Contender> openPeers(List<String> names) {
    Layer measured = Layer.parse(layer);
    ConvShape shape = measured.shape(batch);
    return names.stream()
        .map(
            name ->
                provider(ServiceLoader.load(TrainPeerProvider.class))
                    .open(
                        name,
                        measured,
                        batch,
                        ConvData.of(shape),
                        TrainStep.outputGradient(shape),
                        threads))
        .toList();
  }

  @Override
  protected List<Contender> openOurs(List<String> names) {
    TrainStep step = new TrainStep(Layer.parse(layer).shape(batch), threads);
    return names.stream()
        .<Contender>map(name -> new PassContender(Pass.valueOf(name), step))
        .toList();
  }
}
