package io.github.lanewise.kernels.lanes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class PoolTest {

  @Test
  void whatIsGivenBackIsTakenAgain() {
    Pool<Object> pool = new Pool<>(Object::new);
    Object first = pool.take();
    Object second = pool.take();
    assertThat(second).isNotSameAs(first);
    pool.give(first);
    assertThat(pool.take()).isSameAs(first);
  }

  @Test
  void moreThanItKeepsIsMadeAnew() {
    Pool<Object> pool = new Pool<>(Object::new);
    List<Object> taken = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      taken.add(pool.take());
    }
    taken.forEach(pool::give);
    Set<Object> again = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      again.add(pool.take());
    }
    assertThat(again).hasSize(1000);
  }

  @Test
  void noTwoThreadsHaveTheSameObject()
      throws InterruptedException, ExecutionException, TimeoutException {
    Pool<AtomicInteger> pool = new Pool<>(AtomicInteger::new);
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        done.add(executor.submit(() -> takeAndGive(pool)));
      }
      for (Future<?> future : done) {
        future.get(30, SECONDS);
      }
    }
  }

  private static void takeAndGive(Pool<AtomicInteger> pool) {
    for (int i = 0; i < 100_000; i++) {
      AtomicInteger users = pool.take();
      assertThat(users.incrementAndGet()).isEqualTo(1);
      users.decrementAndGet();
      pool.give(users);
    }
  }
}
