package io.github.lanewise.bench.contest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The program of a fork: one computation by several contenders in turns, iteration {@code i} by
 * contender {@code i} modulo their number. Subclasses say what is computed.
 */
@State(Scope.Benchmark)
public abstract class ContestBenchmark {
  /** Name of the file that {@link Facts} go to. */
  static final String FACTS = "facts.json";

  /** How long the other threads of a native library spin after a run: ONNX Runtime's 40 ms. */
  private static final int SETTLE_MILLIS = 45;

  /**
   * How long a contender runs before its iteration counts: its data come back into the caches, its
   * threads wake up, and the system moves them to processors of their own.
   */
  static final int LEAD_IN_MILLIS = 20;

  /** Native code needs no compiler, but its caches and its first allocations. */
  private static final int PEER_WARM_UP_MILLIS = 100;

  /** Warm-ups more, at most, of what still allocates. */
  private static final int MORE_WARM_UPS = 3;

  /** How much longer a warm-up may take than it would on an idle machine. */
  private static final int MOST_WAIT = 5;

  /** Threads of each contender. */
  @Param("1")
  public int threads;

  /** Names of peers, with commas between them. */
  @Param("")
  public String peers;

  /** Names of Lanewise's contenders, with commas between them. */
  @Param("")
  public String ours;

  /** Time for C2 to compile each of Lanewise's contenders, milliseconds. */
  @Param("2500")
  public int warmUpMillis;

  /** Folder for what else is found out. */
  @Param(".")
  public String folder;

  private final List<Contender> contenders = new ArrayList<>();
  private int ourCount;
  private int turn;
  private Contender current;

  /** Made by JMH. */
  protected ContestBenchmark() {}

  /**
   * Prepares the computation in native libraries.
   *
   * @param names names of the libraries
   * @return the contenders, in the same order
   */
  protected abstract List<Contender> openPeers(List<String> names);

  /**
   * Prepares the computation in Lanewise.
   *
   * @param names names of Lanewise's contenders
   * @return the contenders, in the same order
   */
  protected abstract List<Contender> openOurs(List<String> names);

  /**
   * Makes results comparable, where a contender computes more than another.
   *
   * @param value an output of some contender
   * @return what all must agree on
   */
  protected double compared(double value) {
    return value;
  }

  /**
   * How far apart results may be.
   *
   * @return a share of the largest
   */
  protected double tolerance() {
    return Agreement.TOLERANCE;
  }

  /** Opens the contenders, warms them up, and sees that they agree. */
  @Setup(Level.Trial)
  public void setUp() {
    // Lanewise last: the probe of the machine that follows is not disturbed by spinning threads.
    for (Contender peer : openPeers(names(peers))) {
      warmUp(peer, PEER_WARM_UP_MILLIS);
      contenders.add(peer);
    }
    for (Contender our : openOurs(names(ours))) {
      warmUp(our, warmUpMillis);
      // The vectors of loops that C2 has not compiled yet are objects.
      for (int i = 0; i < MORE_WARM_UPS && Facts.bytesPerCall(our) > 0; i++) {
        warmUp(our, warmUpMillis);
      }
      contenders.add(our);
      ourCount++;
    }
    agree(contenders);
  }

  /**
   * Sees that all compute the same.
   *
   * @param all the contenders, each of which has run
   * @throws IllegalStateException if one does not; the message names it
   */
  protected void agree(List<Contender> all) {
    Agreement.check(all, this::compared, tolerance());
  }

  /** By the time that this thread really ran, which on a busy machine is less than passed. */
  private static void warmUp(Contender contender, int millis) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long nanos = millis * 1_000_000L;
    long start = System.nanoTime();
    long startRun = clock.getCurrentThreadCpuTime();
    do {
      contender.run();
    } while (clock.getCurrentThreadCpuTime() - startRun < nanos
        && System.nanoTime() - start < MOST_WAIT * nanos);
  }

  private static List<String> names(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(","));
  }

  /**
   * What opens native libraries.
   *
   * @param providers those of its interface
   * @param <T> the provider
   * @return the provider
   * @throws IllegalStateException in a build without native libraries
   */
  protected static <T> T provider(ServiceLoader<T> providers) {
    return providers
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this build has no peers; ./lanewise bench with --peers makes one that has"));
  }

  /**
   * Hands the iteration to the next contender.
   *
   * @throws InterruptedException if the JVM is stopped
   */
  @Setup(Level.Iteration)
  public void nextTurn() throws InterruptedException {
    current = contenders.get(turn++ % contenders.size());
    if (threads > 1 && contenders.size() > ourCount) {
      Thread.sleep(SETTLE_MILLIS);
    }
    warmUp(current, LEAD_IN_MILLIS);
  }

  /** Computes once. */
  @Benchmark
  public void compute() {
    current.run();
  }

  /**
   * Writes down what is not a time.
   *
   * @throws IOException if the file cannot be written
   */
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    List<Contender> own = contenders.subList(contenders.size() - ourCount, contenders.size());
    Facts.of(contenders, own).write(Path.of(folder).resolve(FACTS));
    contenders.forEach(Contender::close);
  }
}
