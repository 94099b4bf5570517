package io.github.lanewise.bench.contest;

import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.bench.statistics.Statistics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the forks of a contest found out, taken together.
 *
 * @param forks one sample of each, at least one
 */
public record Samples(List<ForkSample> forks) {

  /** Keeps the samples. */
  public Samples {
    forks = List.copyOf(forks);
  }

  /**
   * How long a contender took.
   *
   * @param contender its name
   * @return seconds of a call, the median of the forks
   */
  public double seconds(String contender) {
    return Statistics.median(times(contender));
  }

  /**
   * How far apart the forks are.
   *
   * @param contender name of a contender
   * @return the slowest less the fastest, as a share of the median
   */
  public double spread(String contender) {
    return Statistics.spread(times(contender));
  }

  private List<Double> times(String contender) {
    return forks.stream().map(fork -> fork.seconds().get(contender)).toList();
  }

  /**
   * How long native libraries took.
   *
   * @param names their names
   * @return medians of the forks, by name
   */
  public Map<String, PeerTime> peers(List<String> names) {
    Map<String, PeerTime> times = new LinkedHashMap<>();
    names.forEach(name -> times.put(name, new PeerTime(seconds(name))));
    return times;
  }

  /**
   * How a contender compares with the fastest native library.
   *
   * @param seconds the contender's time
   * @param peers the libraries' times
   * @return the fastest library's time ÷ {@code seconds}; null without any
   */
  public static Double ratioToBest(double seconds, Collection<PeerTime> peers) {
    return peers.stream()
        .map(PeerTime::seconds)
        .min(Comparator.naturalOrder())
        .map(best -> best / seconds)
        .orElse(null);
  }

  /**
   * What one of Lanewise's contenders allocates.
   *
   * @param contender its name
   * @return bytes of a call, the most of all forks
   */
  public long bytesPerCall(String contender) {
    return forks.stream()
        .mapToLong(fork -> fork.facts().bytesPerCall().get(contender))
        .max()
        .orElseThrow();
  }

  /**
   * Memory formats.
   *
   * @return of each contender, by name
   */
  public Map<String, String> layouts() {
    return forks.getLast().facts().layouts();
  }

  /**
   * The limits of the machine.
   *
   * @return those of the fork in the middle by its peak; of two, the one with the higher
   */
  public Roofline roofline() {
    return forks.stream()
        .map(ForkSample::roofline)
        .sorted(Comparator.comparingDouble(Roofline::gigaflops))
        .toList()
        .get(forks.size() / 2);
  }

  /**
   * Where the figures come from.
   *
   * @param command the command that measured them
   * @return machine, date and command
   */
  public RunInfo origin(String command) {
    return new RunInfo(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        command,
        forks.getLast().facts().machine(),
        roofline());
  }
}
