package io.github.lanewise.kernels.lanes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.lanewise.kernels.testing.Allocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
@Timeout(60)
class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void eachTileRunsOnce(int threads) {
    try (Workers workers = Workers.of(threads)) {
      assertThat(workers.threads()).isEqualTo(threads);
      for (int tiles : new int[] {1, 2, 3, 17, 1000, 2, 1}) {
        assertRunsEachOnce(workers, tiles);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void noTilesIsNoWork(int tiles) {
    try (Workers workers = Workers.of(2)) {
      assertThatNoException().isThrownBy(() -> workers.run(tiles, (tile, scratch) -> fail()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatTilesLeaveForEachOtherEndsWithTheRun(int threads) {
    try (Workers workers = Workers.of(threads)) {
      Set<Scratch> scratches = ConcurrentHashMap.newKeySet();
      for (int run = 1; run <= 100; run++) {
        scratches.clear();
        workers.run(
            8,
            (tile, scratch) -> {
              boolean first = scratches.add(scratch);
              assertThat(scratch.holds(7)).isEqualTo(!first);
              assertThat(scratch.holds(7)).isTrue();
            });
      }
    }
  }

  @Test
  void aHelperTakesPart() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      assertThat(helperOf(workers)).isNotEqualTo(Thread.currentThread());
    }
  }

  @Test
  void eachBeginsWithItsOwnShareOfNeighbouringTiles() {
    try (Workers workers = Workers.of(2)) {
      List<Integer> first = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch both = new CountDownLatch(2);
      workers.run(
          10,
          (tile, scratch) -> {
            if (both.getCount() > 0) {
              first.add(tile);
              both.countDown();
              await(both);
            }
          });
      assertThat(first).containsExactlyInAnyOrder(0, 5);
    }
  }

  @Test
  void aParkedHelperWakesUp() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      Thread helper = helperOf(workers);
      while (helper.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
      assertThat(helperOf(workers)).isEqualTo(helper);
    }
  }

  @Test
  void oneThreadIsTheSerialInstanceWhichCannotBeClosed() {
    assertThat(Workers.of(1)).isSameAs(Workers.serial());
    assertThat(Workers.on(Runnable::run, 1)).isSameAs(Workers.serial());
    Workers.serial().close();
    assertRunsEachOnce(Workers.serial(), 3);
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workers.of(0))
        .withMessage("threads is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workers.on(Runnable::run, -1))
        .withMessage("threads is -1, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workers.on(null, 2))
        .withMessage("executor is null, expected one; Workers.of(threads) brings its own threads");
  }

  @Test
  void aTaskMayStartARunOfItsOwn() {
    try (Workers workers = Workers.of(3)) {
      AtomicInteger leaves = new AtomicInteger();
      workers.run(
          5, (tile, scratch) -> workers.run(7, (inner, innerScratch) -> leaves.incrementAndGet()));
      assertThat(leaves).hasValue(35);
    }
  }

  @Test
  void runsMayNestDeeperThanHelpersLook() {
    try (Workers workers = Workers.of(2)) {
      AtomicInteger leaves = new AtomicInteger();
      nest(workers, 40, leaves);
      assertThat(leaves).hasValue(41);
    }
  }

  /** Two tiles on each level, of which the first goes one level deeper. */
  private static void nest(Workers workers, int depth, AtomicInteger leaves) {
    if (depth == 0) {
      leaves.incrementAndGet();
      return;
    }
    workers.run(2, (tile, scratch) -> nest(workers, tile == 0 ? depth - 1 : 0, leaves));
  }

  @Test
  void anInnerRunLeavesTheOutersScratchAlone() {
    for (int threads : new int[] {1, 2}) {
      try (Workers workers = Workers.of(threads)) {
        workers.run(
            4,
            (tile, scratch) -> {
              float[] outer = scratch.floats(0, 100);
              Arrays.fill(outer, tile);
              workers.run(3, (inner, innerScratch) -> Arrays.fill(innerScratch.floats(0, 100), -1));
              assertThat(scratch.floats(0, 100)).isSameAs(outer).containsOnly(tile);
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatATileThrowsReachesTheCallerAndLaterRunsWork(int threads) {
    try (Workers workers = Workers.of(threads)) {
      for (int bad : new int[] {0, 5, 9}) {
        IllegalStateException thrown = new IllegalStateException("tile " + bad);
        assertThatIllegalStateException()
            .isThrownBy(
                () ->
                    workers.run(
                        10,
                        (tile, scratch) -> {
                          if (tile == bad) {
                            throw thrown;
                          }
                        }))
            .isSameAs(thrown);
        assertRunsEachOnce(workers, 100);
      }
      assertThatExceptionOfType(StackOverflowError.class)
          .isThrownBy(
              () ->
                  workers.run(
                      10,
                      (tile, scratch) -> {
                        throw new StackOverflowError();
                      }));
      assertRunsEachOnce(workers, 100);
    }
  }

  @Test
  void whatAHelperThrowsReachesTheCaller() {
    try (Workers workers = Workers.of(2)) {
      Thread caller = Thread.currentThread();
      CountDownLatch helperCame = new CountDownLatch(1);
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  workers.run(
                      2,
                      (tile, scratch) -> {
                        if (Thread.currentThread().equals(caller)) {
                          await(helperCame);
                        } else {
                          helperCame.countDown();
                          throw new IllegalStateException("from the helper");
                        }
                      }))
          .withMessage("from the helper");
      assertRunsEachOnce(workers, 100);
    }
  }

  @Test
  void afterAFailureNoFurtherTileIsStarted() {
    AtomicInteger started = new AtomicInteger();
    int threads = 3;
    try (Workers workers = Workers.of(threads)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  workers.run(
                      1_000_000,
                      (tile, scratch) -> {
                        started.incrementAndGet();
                        throw new IllegalStateException();
                      }));
    }
    assertThat(started.get()).isBetween(1, threads);
  }

  @Test
  void anInterruptedCallerFinishesAndStaysInterrupted() {
    try (Workers workers = Workers.of(3)) {
      Thread.currentThread().interrupt();
      assertRunsEachOnce(workers, 1000);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void closedWorkersSaySo() {
    Workers workers = Workers.of(2);
    workers.close();
    workers.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> workers.run(2, (tile, scratch) -> fail()))
        .withMessage("these workers are closed; make new ones for further runs");
  }

  @Test
  void closingEndsTheThreads() throws InterruptedException {
    Workers workers = Workers.of(2);
    Thread helper = helperOf(workers);
    assertThat(helper.isDaemon()).isTrue();
    assertThat(helper.getName()).isEqualTo("lanewise-worker-1");
    workers.close();
    helper.join(10_000);
    assertThat(helper.isAlive()).isFalse();
  }

  @Test
  void aRunInProgressOutlivesTheClosing() {
    Workers workers = Workers.of(2);
    AtomicInteger ran = new AtomicInteger();
    workers.run(
        100,
        (tile, scratch) -> {
          ran.incrementAndGet();
          workers.close();
        });
    assertThat(ran).hasValue(100);
  }

  @Test
  void aCallersExecutorHelps() throws InterruptedException {
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      Workers workers = Workers.on(executor, 3);
      assertThat(workers.threads()).isEqualTo(3);
      assertThat(helperOf(workers).getName()).startsWith("pool-");
      assertRunsEachOnce(workers, 1000);
      workers.close();
      assertThat(executor.isShutdown()).as("it is the caller's to shut down").isFalse();
    }
  }

  @Test
  void virtualThreadsHelpToo() throws InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Workers workers = Workers.on(executor, 3);
      assertThat(helperOf(workers).isVirtual()).isTrue();
      assertRunsEachOnce(workers, 1000);
    }
  }

  @Test
  void anExecutorThatRejectsOrDropsOrRunsInPlaceMissesNoTile() {
    assertRunsEachOnce(
        Workers.on(
            task -> {
              throw new RejectedExecutionException();
            },
            4),
        100);
    assertRunsEachOnce(Workers.on(task -> {}, 4), 100);
    assertRunsEachOnce(Workers.on(Runnable::run, 4), 100);
    ExecutorService shut = Executors.newSingleThreadExecutor();
    shut.shutdown();
    assertRunsEachOnce(Workers.on(shut, 4), 100);
  }

  @Test
  void aTaskThatStartsTooLateFindsNothingToDo() {
    List<Runnable> late = new ArrayList<>();
    Workers workers = Workers.on(late::add, 3);
    AtomicInteger ran = new AtomicInteger();
    workers.run(10, (tile, scratch) -> ran.incrementAndGet());
    assertThat(late).hasSize(2);
    late.forEach(Runnable::run);
    assertThat(ran).hasValue(10);
    assertRunsEachOnce(workers, 10);
  }

  @Test
  void anExecutorThatFailsDoesNotJamLaterRuns() {
    AtomicInteger given = new AtomicInteger();
    Workers workers =
        Workers.on(
            task -> {
              if (given.incrementAndGet() <= 20) {
                throw new IllegalStateException("broken executor");
              }
            },
            2);
    for (int run = 0; run < 20; run++) {
      assertThatIllegalStateException()
          .isThrownBy(() -> workers.run(2, (tile, scratch) -> {}))
          .withMessage("broken executor");
    }
    assertRunsEachOnce(workers, 100);
  }

  /** More callers than runs that helpers look at, with failures between. */
  @Test
  void manyCallersAtOnce() throws InterruptedException, ExecutionException, TimeoutException {
    int callers = 20;
    try (Workers workers = Workers.of(3);
        ExecutorService executor = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> done = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int id = caller;
        done.add(executor.submit(() -> runOften(workers, id)));
      }
      for (Future<?> future : done) {
        future.get(50, SECONDS);
      }
    }
  }

  /** Plain array elements: what helpers wrote must be visible to the caller without more ado. */
  private static void runOften(Workers workers, int caller) {
    int[] written = new int[64];
    for (int run = 1; run <= 500; run++) {
      int value = run;
      int tiles = 1 + (run + caller) % written.length;
      if (run % 50 == 0) {
        assertThatExceptionOfType(ArithmeticException.class)
            .isThrownBy(
                () ->
                    workers.run(
                        tiles,
                        (tile, scratch) -> {
                          throw new ArithmeticException();
                        }));
      }
      workers.run(tiles, (tile, scratch) -> written[tile] += value);
      for (int tile = 0; tile < tiles; tile++) {
        assertThat(written[tile]).isEqualTo(value);
        written[tile] = 0;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void steadyRunsAllocateNothing(int threads) {
    AtomicInteger sum = new AtomicInteger();
    Workers.Task task = (tile, scratch) -> sum.addAndGet(scratch.floats(0, 100).length);
    try (Workers workers = Workers.of(threads)) {
      Allocation.none(threads + " threads", () -> workers.run(20, task));
    }
  }

  @Test
  void steadyRunsOnAnExecutorAllocateNothingThemselves() {
    Workers workers = Workers.on(Runnable::run, 3);
    Workers.Task task = (tile, scratch) -> scratch.floats(0, 100)[0] = tile;
    Allocation.none("a run on the caller's executor", () -> workers.run(20, task));
  }

  private static void assertRunsEachOnce(Workers workers, int tiles) {
    AtomicIntegerArray runs = new AtomicIntegerArray(tiles);
    workers.run(tiles, (tile, scratch) -> runs.incrementAndGet(tile));
    for (int tile = 0; tile < tiles; tile++) {
      assertThat(runs.get(tile)).as("tile %d of %d", tile, tiles).isEqualTo(1);
    }
  }

  /** A thread other than this one that takes part in a run of two tiles, each waiting for both. */
  private static Thread helperOf(Workers workers) {
    CountDownLatch both = new CountDownLatch(2);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    workers.run(
        2,
        (tile, scratch) -> {
          seen.add(Thread.currentThread());
          both.countDown();
          await(both);
        });
    seen.remove(Thread.currentThread());
    assertThat(seen).hasSize(1);
    return seen.iterator().next();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fail() {
    throw new AssertionError("no tile was to run");
  }
}
