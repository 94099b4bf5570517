package io.github.lanewise.bench.contest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final double TOLERANCE = Agreement.TOLERANCE;

  @Test
  void contendersThatDisagreeAreRefused() {
    Contender ours = contender("ours", 0, 2);
    DoubleUnaryOperator relu = value -> Math.max(0, value);
    Agreement.check(List.of(contender("peer", -1, 2), ours), relu, TOLERANCE);
    assertThatThrownBy(
            () -> Agreement.check(List.of(contender("peer", -1, 2.1f), ours), relu, TOLERANCE))
        .hasMessageContaining("output 1 is 2.1 by peer")
        .hasMessageContaining("peer");
  }

  @Test
  void eachOutputIsHeldAgainstTheLargestOfItsOwn() {
    Contender all = named("all", Map.of("y", new float[] {1000}, "dx", new float[] {1}));
    Agreement.check(
        List.of(
            named("forward", Map.of("y", new float[] {1000.5f})),
            named("backward", Map.of("dx", new float[] {1})),
            all),
        value -> value,
        TOLERANCE);
    assertThatThrownBy(
            () ->
                Agreement.check(
                    List.of(named("wrong", Map.of("dx", new float[] {1.5f})), all),
                    value -> value,
                    TOLERANCE))
        .hasMessageContaining("dx 0 is 1.5");
  }

  private static Contender named(String name, Map<String, float[]> outputs) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String layout() {
        return "";
      }

      @Override
      public void run() {}

      @Override
      public Map<String, float[]> outputs() {
        return outputs;
      }

      @Override
      public void close() {}
    };
  }

  private static Contender contender(String name, float... output) {
    return named(name, Map.of("output", output));
  }
}
