package io.github.lanewise.nn.data;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxy that the environment names, {@code https_proxy}, {@code http_proxy} and {@code
 * no_proxy}, as curl reads them; Java itself knows only its own system properties.
 */
final class EnvironmentProxy {
  private static final int DEFAULT_PORT = 1080; // curl's

  private EnvironmentProxy() {}

  /**
   * The proxy for an address.
   *
   * @param uri where to
   * @param environment variables by name, in small or capital letters
   * @param properties what the JVM was told, which comes first
   */
  static ProxySelector of(URI uri, Map<String, String> environment, ProxySelector properties) {
    boolean told =
        properties.select(uri).stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
    String proxy = variable(environment, uri.getScheme() + "_proxy");
    if (told || proxy.isEmpty() || spared(uri.getHost(), variable(environment, "no_proxy"))) {
      return properties;
    }
    URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
    return ProxySelector.of(InetSocketAddress.createUnresolved(address.getHost(), port));
  }

  private static String variable(Map<String, String> environment, String name) {
    String small = environment.getOrDefault(name, "");
    return small.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : small;
  }

  private static boolean spared(String host, String hosts) {
    for (String name : List.of(hosts.split(","))) {
      String plain = name.strip().replaceFirst("^\\*?\\.", "");
      if (name.strip().equals("*")
          || host.equals(plain)
          || (!plain.isEmpty() && host.endsWith("." + plain))) {
        return true;
      }
    }
    return false;
  }
}
