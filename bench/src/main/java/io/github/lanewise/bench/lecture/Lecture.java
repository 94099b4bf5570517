package io.github.lanewise.bench.lecture;

import io.github.lanewise.bench.costtable.Slide;
import io.github.lanewise.bench.machine.Machine;
import java.util.List;
import java.util.stream.Stream;

/**
 * The whole lecture, computed: a component for each of its sections.
 *
 * @param quick whether less was measured and trained
 * @param threads threads that computed
 * @param seed where all random choices came from
 * @param seconds how long it took
 * @param machine where it was computed
 * @param recap feedforward networks and differentiation
 * @param digits the digit problem
 * @param ideas sparse interactions, parameter sharing, equivariance
 * @param steps convolution step by step
 * @param edges edge detection on each picture
 * @param costs the cost table
 * @param poolings pooling and softmax
 * @param learned a trained network
 * @param alexNets AlexNet
 */
public record Lecture(
    boolean quick,
    int threads,
    long seed,
    double seconds,
    Machine machine,
    Recap recap,
    DigitProblem digits,
    Ideas ideas,
    Steps steps,
    List<EdgeDetection> edges,
    Costs costs,
    Poolings poolings,
    Learned learned,
    AlexNets alexNets) {

  /**
   * All numbers of the slides beside those computed.
   *
   * @return in the lecture's order
   */
  public List<Slide.Check> checks() {
    return Stream.of(
            digits.checks(), steps.checks(), costs.checks(), poolings.checks(), alexNets.checks())
        .flatMap(List::stream)
        .toList();
  }
}
