package io.github.lanewise.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/**
 * A file of the internet, fetched when asked and only then. What was fetched before a connection
 * broke is kept beside the file, and the rest asked for next time; a file that is there already and
 * right is not fetched again.
 *
 * @param uri where it is
 * @param name name of the file here
 * @param sha256 its SHA-256 sum, hexadecimal
 * @param limit bytes that it has at most; more are never fetched
 */
public record Download(URI uri, String name, String sha256, long limit) {
  /** How long a server may take to answer, and for each 64 KB. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int PARTIAL_CONTENT = 206;
  private static final int OK = 200;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /**
   * The folder for fetched files: {@code lanewise} in {@code $XDG_CACHE_HOME}, or in {@code .cache}
   * of the user's home.
   *
   * @return the folder, which may not exist yet
   */
  public static Path cache() {
    return cache(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Path cache(Map<String, String> environment, Path home) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (cache.isBlank() ? home.resolve(".cache") : Path.of(cache)).resolve("lanewise");
  }

  /**
   * Fetches the file unless it is there.
   *
   * @param folder where to, made if it does not exist
   * @return the file
   * @throws IOException if it cannot be fetched, the server is too slow, or it is another file than
   *     expected
   * @throws InterruptedException if the thread is interrupted
   */
  public Path into(Path folder) throws IOException, InterruptedException {
    return into(folder, System.getenv(), PATIENCE);
  }

  Path into(Path folder, Map<String, String> environment, Duration patience)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    if (Files.exists(file) && sum(file).equals(sha256)) {
      return file;
    }
    Files.createDirectories(folder);
    Path part = folder.resolve(name + ".part");
    fetch(part, environment, patience);
    if (Files.size(part) > limit) {
      Files.delete(part);
      throw new IOException("%s is longer than the %d bytes expected".formatted(uri, limit));
    }
    String sum = sum(part);
    if (!sum.equals(sha256)) {
      Files.delete(part);
      throw new IOException(
          "%s has the SHA-256 sum %s, expected %s: it was changed, there or on its way"
              .formatted(uri, sum, sha256));
    }
    return Files.move(
        part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void fetch(Path part, Map<String, String> environment, Duration patience)
      throws IOException, InterruptedException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience)
            .proxy(EnvironmentProxy.of(uri, environment, ProxySelector.getDefault()))
            .build()) {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        int status = response.statusCode();
        if (status == RANGE_NOT_SATISFIABLE && have > 0) {
          return; // all of it is there already
        }
        if (status != OK && status != PARTIAL_CONTENT) {
          throw new IOException(uri + " answered " + status + ", expected 200");
        }
        boolean rest = status == PARTIAL_CONTENT;
        try (OutputStream out =
            Files.newOutputStream(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                rest ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
          Transfer.copy(body, out, limit + 1 - (rest ? have : 0), patience);
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "%s could not be fetched: %s. What is there is kept in %s; try again"
              .formatted(uri, e.getMessage(), part),
          e);
    }
  }

  private static String sum(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
