package io.github.lanewise.bench.peers;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.global.dnnl;

/** oneDNN's {@code sgemm} over native arrays; both matrices are packed in every run. */
final class DnnlGemmPeer implements GemmPeer {
  private static final byte PLAIN = 'N';

  private final GemmProblem problem;
  private final int threads;
  private final FloatBuffer a;
  private final FloatBuffer b;
  private final FloatBuffer c;

  DnnlGemmPeer(GemmProblem problem, float[] a, float[] b, int threads) {
    Dnnl.THREADS.set(threads);
    this.problem = problem;
    this.threads = threads;
    this.a = DirectFloats.copyOf(a);
    this.b = DirectFloats.copyOf(b);
    c = DirectFloats.zeros(problem.m() * problem.n());
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public String layout() {
    return "row-major; both packed inside the timing";
  }

  @Override
  public void run() {
    Dnnl.THREADS.set(threads);
    int n = problem.n();
    int k = problem.k();
    int status = dnnl.dnnl_sgemm(PLAIN, PLAIN, problem.m(), n, k, 1, a, k, b, n, 0, c, n);
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException(
          "dnnl_sgemm of %s returned status %d, expected 0".formatted(problem, status));
    }
  }

  @Override
  public float[] output() {
    return DirectFloats.toArray(c);
  }

  @Override
  public void close() {}
}
