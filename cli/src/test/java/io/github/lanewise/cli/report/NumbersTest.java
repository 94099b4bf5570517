package io.github.lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "1 | 1.00",
        "12.345 | 12.3",
        "123.45 | 123",
        "1234.5 | 1,230",
        "567890 | 568,000",
        "0.012345 | 0.0123",
        "-2.5 | -2.50",
        "NaN | NaN"
      })
  void threeDigitsCount(double number, String written) {
    assertThat(Numbers.short3(number)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "62.3 | 62.3 s",
        "0.5 | 500 ms",
        "0.00123 | 1.23 ms",
        "3.64e-5 | 36.4 µs",
        "4.2e-8 | 42.0 ns",
        "4.2e-10 | 0.420 ns"
      })
  void timesTakeTheUnitThatFits(double seconds, String written) {
    assertThat(Numbers.time(seconds)).isEqualTo(written);
  }
}
