package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailureTest {

  private final StringWriter err = new StringWriter();

  @Test
  void whatTheUserCanPutRightIsOneLine() {
    assertThat(failWith(new IOException("a.png: not a picture"))).isEqualTo(1);
    assertThat(err.toString()).isEqualToNormalizingNewlines("lanewise: a.png: not a picture\n");
  }

  @Test
  void whatIsOurFaultShowsWhereItHappened() {
    assertThat(failWith(new IllegalStateException("lost"))).isEqualTo(1);
    assertThat(err.toString()).contains("lost").contains("at ").contains("FailureTest");
  }

  private int failWith(Exception e) {
    CommandLine commandLine = new CommandLine(new Failing(e));
    commandLine.setExecutionExceptionHandler(new Failure());
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute();
  }

  @Command(name = "failing")
  private record Failing(Exception failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }
}
