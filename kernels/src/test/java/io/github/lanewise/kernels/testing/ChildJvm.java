package io.github.lanewise.kernels.testing;

import io.github.lanewise.kernels.lanes.Lanes;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A finished run of a test program in a JVM of its own, on the class path.
 *
 * @param exit exit status
 * @param output standard output and error as one text
 */
public record ChildJvm(int exit, String output) {

  /** Runs the main method of a class with the given JVM options to its end. */
  public static ChildJvm run(Class<?> program, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(root(Lanes.class) + System.getProperty("path.separator") + root(program));
    command.add(program.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new ChildJvm(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IOException("interrupted while waiting for " + command, e);
    }
  }

  /** The folder or archive that a class was loaded from. */
  private static Path root(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    String url = type.getResource("/" + file).toString();
    try {
      return Path.of(new URI(url.substring(0, url.length() - file.length())));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url, e);
    }
  }
}
