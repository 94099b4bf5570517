package io.github.lanewise.bench.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/**
 * The VectorBLAS of dev.ludovic.netlib, pure Java on the Vector API with one thread. It is
 * column-major, so it is asked for the transposed product.
 */
final class NetlibGemmPeer implements GemmPeer {
  private final BLAS blas = JavaBLAS.getInstance();
  private final GemmProblem problem;
  private final float[] a;
  private final float[] b;
  private final float[] c;

  NetlibGemmPeer(GemmProblem problem, float[] a, float[] b) {
    if (!blas.getClass().getSimpleName().equals("VectorBLAS")) {
      throw new IllegalStateException(
          "netlib chose %s, expected VectorBLAS; start Java with --add-modules=jdk.incubator.vector"
              .formatted(blas.getClass().getSimpleName()));
    }
    this.problem = problem;
    this.a = a.clone();
    this.b = b.clone();
    c = new float[problem.m() * problem.n()];
  }

  @Override
  public String name() {
    return "netlib";
  }

  @Override
  public String layout() {
    return "row-major, as the transposed product of column-major matrices";
  }

  @Override
  public void run() {
    int m = problem.m();
    int n = problem.n();
    int k = problem.k();
    if (n == 1) {
      blas.sgemv("T", k, m, 1, a, k, b, 1, 0, c, 1);
    } else if (m == 1) {
      blas.sgemv("N", n, k, 1, b, n, a, 1, 0, c, 1);
    } else {
      blas.sgemm("N", "N", n, m, k, 1, b, n, a, k, 0, c, n);
    }
  }

  @Override
  public float[] output() {
    return c.clone();
  }

  @Override
  public void close() {}
}
