package io.github.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files fetched from a server on this machine. */
class DownloadTest {
  private static final byte[] CONTENTS = new byte[100_000];

  static {
    for (int i = 0; i < CONTENTS.length; i++) {
      CONTENTS[i] = (byte) ((i * 31) >> 3);
    }
  }

  private static final int LIMIT = CONTENTS.length;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private HttpServer server;

  /** What was asked for: the range, or "all". */
  private final List<String> asked = new ArrayList<>();

  private boolean breaking;
  private boolean silent;
  private final CountDownLatch silenceOver = new CountDownLatch(1);
  private boolean ranges = true;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/file", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    silenceOver.countDown(); // the server waits for its last answer
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add(range == null ? "all" : range);
    int from = range == null || !ranges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (from >= CONTENTS.length) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, CONTENTS.length - from);
      int count = breaking ? 60_000 : CONTENTS.length - from;
      exchange.getResponseBody().write(CONTENTS, from, silent ? 1000 : count);
      if (silent) {
        exchange.getResponseBody().flush();
        awaitEndOfSilence();
      }
    }
    exchange.close();
  }

  private void awaitEndOfSilence() {
    try {
      silenceOver.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the server", e);
    }
  }

  private Download download(String path, String sum) {
    int port = server.getAddress().getPort();
    return new Download(URI.create("http://localhost:" + port + path), "data.gz", sum, LIMIT);
  }

  /** Whatever proxies the environment of this machine names. */
  private static Path fetch(Download download, Path folder) throws Exception {
    return download.into(folder, Map.of(), PATIENCE);
  }

  private static String sum(byte[] contents) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contents));
  }

  @Test
  void aFileIsFetchedOnce() throws Exception {
    Download download = download("/file", sum(CONTENTS));
    Path file = fetch(download, folder.resolve("a/b"));
    assertThat(file).hasBinaryContent(CONTENTS).hasFileName("data.gz");
    assertThat(fetch(download, folder.resolve("a/b"))).isEqualTo(file);
    assertThat(asked).containsExactly("all");
    assertThat(file.getParent().toFile().list()).containsExactly("data.gz");
  }

  @Test
  void aBrokenConnectionIsTakenUpAgain() throws Exception {
    Download download = download("/file", sum(CONTENTS));
    breaking = true;
    assertThatThrownBy(() -> fetch(download, folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("could not be fetched")
        .hasMessageContaining("try again");
    assertThat(folder.resolve("data.gz")).doesNotExist();
    long kept = Files.size(folder.resolve("data.gz.part"));
    breaking = false;
    assertThat(fetch(download, folder)).hasBinaryContent(CONTENTS);
    assertThat(kept).isPositive();
    assertThat(asked).containsExactly("all", "bytes=" + kept + "-");
  }

  @Test
  void aServerWithoutRangesSendsAll() throws Exception {
    Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENTS, 500));
    ranges = false;
    assertThat(fetch(download("/file", sum(CONTENTS)), folder)).hasBinaryContent(CONTENTS);
  }

  @Test
  void aWholeFileThatWasNotMovedIsEnough() throws Exception {
    Files.write(folder.resolve("data.gz.part"), CONTENTS);
    assertThat(fetch(download("/file", sum(CONTENTS)), folder)).hasBinaryContent(CONTENTS);
  }

  @Test
  void anotherFileThanExpectedIsRefused() {
    assertThatThrownBy(() -> fetch(download("/file", "00ff"), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected 00ff");
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> fetch(download("/none", "00ff"), folder))
        .hasMessageContaining("answered 404, expected 200");
  }

  /** The server stands for a proxy: what is asked of it has the address of another host. */
  @Test
  void theProxyIsHonoured() throws Exception {
    System.setProperty("http.proxyHost", "localhost");
    System.setProperty("http.proxyPort", Integer.toString(server.getAddress().getPort()));
    try {
      URI elsewhere = URI.create("http://pictures.invalid/file");
      Download download = new Download(elsewhere, "data.gz", sum(CONTENTS), LIMIT);
      assertThat(fetch(download, folder)).hasBinaryContent(CONTENTS);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }
  }

  @Test
  void theProxyOfTheEnvironmentIsHonoured() throws Exception {
    URI elsewhere = URI.create("http://pictures.invalid/file");
    Download download = new Download(elsewhere, "data.gz", sum(CONTENTS), LIMIT);
    String proxy = "http://localhost:" + server.getAddress().getPort();
    assertThat(download.into(folder, Map.of("http_proxy", proxy), PATIENCE))
        .hasBinaryContent(CONTENTS);
  }

  @Test
  void aLongerFileThanExpectedIsGivenUp() throws Exception {
    URI uri = download("/file", "").uri();
    Download download = new Download(uri, "data.gz", sum(CONTENTS), LIMIT - 1);
    assertThatThrownBy(() -> fetch(download, folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than the 99999 bytes expected");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSilentServerIsGivenUpAndWhatCameIsKept() throws Exception {
    silent = true;
    Download download = download("/file", sum(CONTENTS));
    assertThatThrownBy(() -> download.into(folder, Map.of(), Duration.ofSeconds(2)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("less than 65536 bytes came in 2000 ms")
        .hasMessageContaining("try again");
    assertThat(folder.resolve("data.gz.part")).isNotEmptyFile();
  }

  @Test
  void dropsAreGivenUp() {
    InputStream drops =
        new InputStream() {
          private volatile boolean closed;

          @Override
          public int read() throws IOException {
            if (closed) {
              throw new IOException("closed");
            }
            return 1;
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            LockSupport.parkNanos(1_000_000);
            bytes[from] = (byte) read();
            return 1;
          }

          @Override
          public void close() {
            closed = true;
          }
        };
    OutputStream nowhere = OutputStream.nullOutputStream();
    assertThatThrownBy(() -> Transfer.copy(drops, nowhere, LIMIT, Duration.ofMillis(100)))
        .isInstanceOf(IOException.class)
        .hasMessage("less than 65536 bytes came in 100 ms");
  }

  @Test
  void theEnvironmentNamesAProxy() {
    Map<String, String> environment =
        Map.of("https_proxy", "http://gate:3128", "NO_PROXY", "local, .near.org");
    assertThat(proxy("https://far.org/x", environment)).isEqualTo("gate:3128");
    assertThat(proxy("https://a.near.org/x", environment)).isEqualTo("direct");
    assertThat(proxy("https://local/x", environment)).isEqualTo("direct");
    assertThat(proxy("http://far.org/x", environment)).isEqualTo("direct");
    assertThat(proxy("http://far.org/x", Map.of("HTTP_PROXY", "gate"))).isEqualTo("gate:1080");
    assertThat(proxy("http://far.org/x", Map.of("http_proxy", "gate", "no_proxy", "*")))
        .isEqualTo("direct");
  }

  private static String proxy(String uri, Map<String, String> environment) {
    URI address = URI.create(uri);
    Proxy proxy =
        EnvironmentProxy.of(address, environment, ProxySelector.of(null))
            .select(address)
            .getFirst();
    return proxy.address() instanceof InetSocketAddress socket
        ? socket.getHostString() + ":" + socket.getPort()
        : "direct";
  }

  @Test
  void filesLieInTheCache() {
    assertThat(Download.cache(Map.of(), folder)).isEqualTo(folder.resolve(".cache/lanewise"));
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", folder.toString());
    assertThat(Download.cache(environment, folder)).isEqualTo(folder.resolve("lanewise"));
  }
}
