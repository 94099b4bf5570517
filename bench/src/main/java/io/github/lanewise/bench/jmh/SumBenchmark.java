package io.github.lanewise.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The sum of an array, one add after the other: the latency of a float add. */
@State(Scope.Benchmark)
public class SumBenchmark {

  private final float[] terms = new float[1 << 12];

  /** Nothing to choose: the array holds zeros. */
  public SumBenchmark() {}

  /**
   * Adds up the array.
   *
   * @return the sum
   */
  @Benchmark
  public float sum() {
    float sum = 0;
    for (float term : terms) {
      sum += term;
    }
    return sum;
  }
}
