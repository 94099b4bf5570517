package io.github.lanewise.bench.peers;

/**
 * One matrix product {@code c = a · b}, everything row-major.
 *
 * @param name what tables call it
 * @param m rows of a and c
 * @param n columns of b and c
 * @param k columns of a, rows of b
 */
public record GemmProblem(String name, int m, int n, int k) {

  /** Checks the sizes. */
  public GemmProblem {
    if (m < 1 || n < 1 || k < 1) {
      throw new IllegalArgumentException(
          "m %d, n %d, k %d of '%s': each must be at least 1".formatted(m, n, k, name));
    }
  }

  /** {@return multiply-adds of one run; two floating-point operations each} */
  public long multiplyAdds() {
    return (long) m * n * k;
  }
}
