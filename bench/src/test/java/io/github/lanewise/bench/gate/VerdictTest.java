package io.github.lanewise.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Optional<Expectation> DIRECT_FROM_HALF =
      Optional.of(new Expectation("layer", 512, "DIRECT", OptionalDouble.of(0.5)));

  @Test
  void theMedianOfTheForksIsHeldAgainstTheFloor() {
    assertThat(judge(shares(0.1, 0.5, 0.9)).complaints()).isEmpty();
    assertThat(judge(shares(0.1, 0.49, 0.9)).complaints()).containsExactly(Complaint.BELOW_FLOOR);
  }

  @Test
  void aShareThatIsNoNumberIsBelowTheFloor() {
    assertThat(judge(shares(Double.NaN)).complaints()).containsExactly(Complaint.BELOW_FLOOR);
  }

  @Test
  void oneForkThatAllocatesFails() {
    assertThat(judge(List.of(sample("DIRECT", 0, 0.9), sample("DIRECT", 16, 0.9))).complaints())
        .containsExactly(Complaint.ALLOCATES);
  }

  @Test
  void anotherAlgorithmFailsAndIsNamed() {
    Verdict verdict = judge(List.of(sample("IM2COL", 0, 0.9)));
    assertThat(verdict.complaints()).containsExactly(Complaint.OTHER_ALGORITHM);
    assertThat(verdict.algorithm()).isEqualTo("IM2COL");
  }

  @Test
  void withoutFloorsOnlySharesAreForgiven() {
    assertThat(Verdict.of(List.of(sample("IM2COL", 8, 0.1)), DIRECT_FROM_HALF, false).complaints())
        .containsExactlyInAnyOrder(Complaint.ALLOCATES, Complaint.OTHER_ALGORITHM);
  }

  @Test
  void whereNothingIsExpectedAllocationStillFails() {
    assertThat(Verdict.of(List.of(sample("IM2COL", 8, 0.1)), Optional.empty(), true).complaints())
        .containsExactly(Complaint.ALLOCATES);
  }

  @Test
  void onlyWhatBothRunsSayIsConfirmed() {
    Verdict slow = judge(shares(0.1));
    Verdict slowAndAllocating = judge(List.of(sample("DIRECT", 8, 0.1)));
    Verdict good = judge(shares(0.9));

    assertThat(slow.confirmedBy(slowAndAllocating).complaints())
        .containsExactly(Complaint.BELOW_FLOOR);
    assertThat(slow.confirmedBy(good).passed()).isTrue();
    assertThat(good.confirmedBy(slow).passed()).isTrue();
  }

  private static Verdict judge(List<Sample> samples) {
    return Verdict.of(samples, DIRECT_FROM_HALF, true);
  }

  private static List<Sample> shares(double... shares) {
    return DoubleStream.of(shares).mapToObj(share -> sample("DIRECT", 0, share)).toList();
  }

  private static Sample sample(String algorithm, double bytes, double share) {
    return new Sample("layer", algorithm, bytes, 1.1, 1, share);
  }
}
