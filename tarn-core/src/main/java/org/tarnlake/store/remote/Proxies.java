package org.tarnlake.store.remote;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The proxies that an environment names, as curl takes them. Stateless. */
public final class Proxies {
  private Proxies() {}

  /**
   * The URL of the proxy for a scheme, with a port; null if none is named. Without a scheme of its
   * own it is one of http.
   *
   * @param scheme {@code http} or {@code https}
   * @throws IllegalArgumentException if it cannot be understood; the message holds no password
   */
  public static @Nullable URI find(Variables variables, String scheme) {
    String variable = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
    String name = variables.name(variable, variable.toLowerCase(Locale.ROOT));
    String value = name == null ? null : variables.text(name);
    if (value == null) {
      return null;
    }
    URI proxy = parse(value.contains("://") ? value : "http://" + value);
    if (proxy == null) {
      throw new IllegalArgumentException(
          "%s is '%s', which is no address of a proxy; write http://HOST:PORT"
              .formatted(name, value.replaceFirst(".*@", "...@")));
    }
    return proxy;
  }

  private static @Nullable URI parse(String url) {
    try {
      URI uri = URI.create(url);
      boolean isSecure = "https".equalsIgnoreCase(uri.getScheme());
      if (uri.getHost() == null || !(isSecure || "http".equalsIgnoreCase(uri.getScheme()))) {
        return null;
      }
      String port = uri.getPort() >= 0 ? "" : isSecure ? ":443" : ":80";
      return URI.create("http://" + uri.getRawAuthority().replaceFirst(":$", "") + port);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The variable that names the proxy for an endpoint. */
  public static String variable(String endpoint) {
    return endpoint.startsWith("https:") ? "HTTPS_PROXY" : "HTTP_PROXY";
  }
}
