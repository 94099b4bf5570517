package io.github.lanewise.bench.gate;

/**
 * What one fork measured of one subject.
 *
 * @param subject its name
 * @param algorithm the algorithm that the library chose
 * @param bytesPerCall bytes that a call allocates once warm
 * @param medianSeconds a call in the median window
 * @param bestSeconds a call in the best window
 * @param boundSeconds the least that a call could take by the probes of the same fork; NaN where
 *     they did not run
 */
record Sample(
    String subject,
    String algorithm,
    double bytesPerCall,
    double medianSeconds,
    double bestSeconds,
    double boundSeconds) {

  /**
   * The share of the machine that the kernel uses: best against best, since the probes report their
   * best window, too, and another program's load must not count as our slowness.
   */
  double share() {
    return boundSeconds / bestSeconds;
  }
}
