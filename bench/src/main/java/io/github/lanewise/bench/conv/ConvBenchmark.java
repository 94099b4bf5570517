package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.contest.ContestBenchmark;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import java.util.List;
import java.util.ServiceLoader;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures a layer. */
@State(Scope.Benchmark)
public class ConvBenchmark extends ContestBenchmark {
  /** The layer, as a line of a list. */
  @Param("lenet2,6,14,16,5,1,0,1")
  public String layer;

  /** Images. */
  @Param("1")
  public int batch;

  /** Made by JMH. */
  public ConvBenchmark() {}

  @Override
  protected List<Contender> openPeers(List<String> names) {
    Layer measured = Layer.parse(layer);
    ConvData data = ConvData.of(measured.shape(batch));
    return names.stream()
        .map(
            name ->
                provider(ServiceLoader.load(PeerProvider.class))
                    .open(name, measured, batch, data, threads))
        .toList();
  }

  @Override
  protected List<Contender> openOurs(List<String> names) {
    ConvShape shape = Layer.parse(layer).shape(batch);
    ConvData data = ConvData.of(shape);
    return names.stream()
        .<Contender>map(name -> new Ours(shape, ConvAlgorithm.valueOf(name), data, threads))
        .toList();
  }

  /** Only Lanewise computes the ReLU. */
  @Override
  protected double compared(double value) {
    return Math.max(0, value);
  }
}
