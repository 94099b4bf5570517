package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.ContestResult;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Table;
import java.util.Locale;
import java.util.Map;

/**
 * A network measured; its JSON form is what other programs read. Times are medians over the forks.
 *
 * @param net name of the network
 * @param parameters number of values that it learns
 * @param use what it is used for
 * @param batch pictures of a call
 * @param threads threads of each contender
 * @param seconds time of a call: a step of training, or the outputs of a batch
 * @param bytesPerCall heap that a call allocates
 * @param peers times of native libraries, by name
 * @param ratioToBestPeer time of the fastest of them ÷ {@code seconds}; null without any
 * @param spread slowest fork less the fastest, as a share of {@code seconds}
 * @param forks JVMs that measured
 * @param layouts memory formats of each contender, by name
 * @param run where the figures come from
 */
public record NetResult(
    String net,
    long parameters,
    Use use,
    int batch,
    int threads,
    double seconds,
    long bytesPerCall,
    Map<String, PeerTime> peers,
    Double ratioToBestPeer,
    double spread,
    int forks,
    Map<String, String> layouts,
    RunInfo run)
    implements ContestResult {

  @Override
  public String conditions() {
    return use.title() + ", " + Table.conditions(batch, threads).toLowerCase(Locale.ROOT);
  }

  /**
   * How fast a contender is.
   *
   * @param callSeconds its time of a call
   * @return pictures a second
   */
  double imagesPerSecond(double callSeconds) {
    return batch / callSeconds;
  }
}
