package io.github.lanewise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkCheckTest {

  @ParameterizedTest
  @ValueSource(strings = {"25", "25.0.1+8", "25.0.2+10-LTS"})
  void namesTheBadVersionAndTheFix(String version) {
    assertThat(warningOn(version)).contains(version).contains("25.0.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3+9-LTS", "25.0.4", "25.1", "26"})
  void keepsQuietOnOthers(String version) {
    assertThat(warningOn(version)).isEmpty();
  }

  private static String warningOn(String version) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    JdkCheck.warnIfUnsafe(Runtime.Version.parse(version), new PrintStream(err, true, UTF_8));
    return err.toString(UTF_8);
  }
}
