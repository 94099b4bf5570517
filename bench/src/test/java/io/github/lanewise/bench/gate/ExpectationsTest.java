package io.github.lanewise.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationsTest {

  @ParameterizedTest
  @ValueSource(ints = {256, 512})
  void everySubjectHasAFloorOnTheWidthsThatMatter(int laneBits) {
    Expectations ofThisBuild = Expectations.ofThisBuild();
    for (String subject : Subjects.names()) {
      assertThat(ofThisBuild.of(subject, laneBits))
          .as(subject)
          .hasValueSatisfying(e -> assertThat(e.floor().orElseThrow()).isPositive());
    }
  }

  @Test
  void everyLineSpeaksOfASubjectOnce() {
    List<Expectation> all = Expectations.ofThisBuild().all();
    assertThat(all).extracting(Expectation::subject).isSubsetOf(Subjects.names());
    assertThat(all).extracting(e -> e.subject() + e.laneBits()).doesNotHaveDuplicates();
  }

  @Test
  void aFloorMayBeMissing() {
    Expectations read =
        Expectations.parse(List.of("# why", "subject,laneBits,algorithm,floor", "", "a,128,X,"));
    assertThat(read.of("a", 128).orElseThrow().floor()).isEmpty();
    assertThat(read.of("a", 512)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,512,X          | 4 cells",
        "a,wide,X,0.5     | numbers",
        "a,512,X,much     | numbers",
      })
  void anotherFormIsRefusedWithItsLine(String line, String expected) {
    assertThatThrownBy(() -> Expectations.parse(List.of("subject,laneBits,algorithm,floor", line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2: '" + line + "'")
        .hasMessageContaining(expected);
  }
}
