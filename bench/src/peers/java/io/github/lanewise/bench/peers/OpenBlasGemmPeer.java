package io.github.lanewise.bench.peers;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** OpenBLAS: {@code sgemm} over native arrays, or {@code sgemv} where a or b is a vector. */
final class OpenBlasGemmPeer implements GemmPeer {
  private static final NativeThreads THREADS;

  static {
    // It chooses the kernels for this machine itself, whatever the environment says.
    NativeEnvironment.unset("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS");
    Loader.load(openblas_nolapack.class);
    THREADS = new NativeThreads("libopenblas.so.0", "openblas_set_num_threads");
  }

  private final GemmProblem problem;
  private final int threads;
  private final FloatBuffer a;
  private final FloatBuffer b;
  private final FloatBuffer c;

  OpenBlasGemmPeer(GemmProblem problem, float[] a, float[] b, int threads) {
    this.problem = problem;
    this.threads = threads;
    this.a = DirectFloats.copyOf(a);
    this.b = DirectFloats.copyOf(b);
    c = DirectFloats.zeros(problem.m() * problem.n());
  }

  @Override
  public String name() {
    return "openblas";
  }

  @Override
  public String layout() {
    return "row-major; both packed inside the timing";
  }

  @Override
  public void run() {
    THREADS.set(threads);
    int m = problem.m();
    int n = problem.n();
    int k = problem.k();
    int rowMajor = openblas_nolapack.CblasRowMajor;
    int plain = openblas_nolapack.CblasNoTrans;
    if (n == 1) {
      openblas_nolapack.cblas_sgemv(rowMajor, plain, m, k, 1, a, k, b, 1, 0, c, 1);
    } else if (m == 1) {
      int transposed = openblas_nolapack.CblasTrans;
      openblas_nolapack.cblas_sgemv(rowMajor, transposed, k, n, 1, b, n, a, 1, 0, c, 1);
    } else {
      openblas_nolapack.cblas_sgemm(rowMajor, plain, plain, m, n, k, 1, a, k, b, n, 0, c, n);
    }
  }

  @Override
  public float[] output() {
    return DirectFloats.toArray(c);
  }

  @Override
  public void close() {}
}
