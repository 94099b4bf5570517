package io.github.lanewise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that finds the JDK, asked about made-up JDKs in JAVA_HOME. */
class FindJdkTest {

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3", "25.0.3.1", "25.0.10", "25.1"})
  void keepsAJavaHomeThatWillDo(String version) throws Exception {
    fakeJdk(version);
    assertThat(found()).isEqualTo(home.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"17.0.15", "25", "25.0.2", "25.0.2.1", "26"})
  void passesOverAJavaHomeThatWillNot(String version) throws Exception {
    fakeJdk(version);
    assertThat(found()).isNotEqualTo(home.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "javac"})
  void passesOverAJavaHomeWithoutItsTools(String tool) throws Exception {
    fakeJdk("25.0.3");
    Files.delete(home.resolve("bin").resolve(tool));
    assertThat(found()).isNotEqualTo(home.toString());
  }

  private void fakeJdk(String version) throws IOException {
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"any\"\nJAVA_VERSION=\"" + version + "\"\n");
    Path bin = Files.createDirectory(home.resolve("bin"));
    for (String tool : new String[] {"java", "javac"}) {
      assertThat(Files.createFile(bin.resolve(tool)).toFile().setExecutable(true)).isTrue();
    }
  }

  private String found() throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", ". ../.mvn/find-jdk.sh && printf %s \"$JAVA_HOME\"");
    shell.environment().put("JAVA_HOME", home.toString());
    Process process = shell.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String found = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return found;
  }
}
