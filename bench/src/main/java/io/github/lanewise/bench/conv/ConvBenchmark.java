package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
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
 * What a fork measures: one layer by several contenders in turns, iteration {@code i} by contender
 * {@code i} modulo their number.
 */
@State(Scope.Benchmark)
public class ConvBenchmark {
  /** Name of the file that {@link Facts} go to. */
  static final String FACTS = "facts.json";

  /** How long the other threads of a native library spin after a run: ONNX Runtime's 40 ms. */
  private static final int SETTLE_MILLIS = 45;

  /** Native code needs no compiler, but its caches and its first allocations. */
  private static final int PEER_WARM_UP_MILLIS = 100;

  /** How much longer a warm-up may take than it would on an idle machine. */
  private static final int MOST_WAIT = 5;

  /** The layer, as a line of a list. */
  @Param("lenet2,6,14,16,5,1,0,1")
  public String layer;

  /** Images. */
  @Param("1")
  public int batch;

  /** Threads of each contender. */
  @Param("1")
  public int threads;

  /** Names of peers, with commas between them. */
  @Param("")
  public String peers;

  /** Names of Lanewise's algorithms, with commas between them. */
  @Param("DIRECT")
  public String algorithms;

  /** Time for C2 to compile each of Lanewise's algorithms, milliseconds. */
  @Param("2500")
  public int warmUpMillis;

  /** Folder for what else is found out. */
  @Param(".")
  public String folder;

  private final List<Contender> contenders = new ArrayList<>();
  private final List<Ours> ours = new ArrayList<>();
  private int turn;
  private Contender current;

  /** Made by JMH. */
  public ConvBenchmark() {}

  /** Opens the contenders, warms them up, and sees that they agree. */
  @Setup(Level.Trial)
  public void setUp() {
    Layer measured = Layer.parse(layer);
    ConvShape shape = measured.shape(batch);
    ConvData data = ConvData.of(shape);
    // Lanewise last: the probe of the machine that follows is not disturbed by spinning threads.
    for (String name : names(peers)) {
      contenders.add(provider().open(name, measured, batch, data, threads));
    }
    for (String name : names(algorithms)) {
      ours.add(new Ours(shape, ConvAlgorithm.valueOf(name), data, threads));
    }
    contenders.addAll(ours);
    for (Contender contender : contenders) {
      warmUp(contender, contender instanceof Ours ? warmUpMillis : PEER_WARM_UP_MILLIS);
    }
    Agreement.check(contenders);
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

  static List<String> names(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(","));
  }

  private static PeerProvider provider() {
    return ServiceLoader.load(PeerProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this build has no peers; ./lanewise bench conv --peers makes one that has"));
  }

  /**
   * Hands the iteration to the next contender.
   *
   * @throws InterruptedException if the JVM is stopped
   */
  @Setup(Level.Iteration)
  public void nextTurn() throws InterruptedException {
    current = contenders.get(turn++ % contenders.size());
    if (threads > 1 && contenders.size() > ours.size()) {
      Thread.sleep(SETTLE_MILLIS);
    }
  }

  /** Computes the layer once. */
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
    Facts.of(contenders, ours).write(Path.of(folder).resolve(FACTS));
    contenders.forEach(Contender::close);
  }
}
