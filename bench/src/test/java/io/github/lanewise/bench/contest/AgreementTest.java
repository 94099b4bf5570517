package io.github.lanewise.bench.contest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void contendersThatDisagreeAreRefused() {
    Contender ours = contender("ours", 0, 2);
    DoubleUnaryOperator relu = value -> Math.max(0, value);
    Agreement.check(List.of(contender("peer", -1, 2), ours), relu);
    assertThatThrownBy(() -> Agreement.check(List.of(contender("peer", -1, 2.1f), ours), relu))
        .hasMessageContaining("output 1 is 2.09")
        .hasMessageContaining("peer");
  }

  private static Contender contender(String name, float... output) {
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
      public float[] output() {
        return output;
      }

      @Override
      public void close() {}
    };
  }
}
