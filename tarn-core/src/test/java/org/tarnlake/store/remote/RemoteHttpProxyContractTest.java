package org.tarnlake.store.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.Stores;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.ObjectStore;

/**
 * A process reaches a server through the proxy that its environment names, and without it where
 * that says so. The module of each vendor extends this.
 */
public abstract class RemoteHttpProxyContractTest {
  /**
   * A host that only the proxy knows. In one with a dot, or without a port, those who speak Azure's
   * protocol look for an account.
   */
  private static final String HOST = "behind-the-proxy:9000";

  private static final String NAME = "written";
  private static final String BEHIND = "http://" + HOST;

  @TempDir Path scratch;

  private final RemoteServer server;
  private final String bucket;
  private FaultProxy proxy;

  protected RemoteHttpProxyContractTest(RemoteServer server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  /** A process that finds a store by its environment alone, and writes to it. */
  static final class Writer {
    private Writer() {}

    /** Argument: the store's address. */
    public static void main(String[] arguments) throws IOException {
      try (ObjectStore store = Stores.open(arguments[0])) {
        store.put(NAME, new byte[] {1});
      }
    }
  }

  @BeforeEach
  void makeAProxy() throws IOException {
    proxy = server.proxy();
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_PROXY", "http_proxy"})
  void proxyOfTheEnvironmentIsUsed(String name) throws Exception {
    write(BEHIND, Map.of(name, proxyUrl()));
    assertWritten();
    assertThat(proxy.takeSeen()).isNotEmpty().allMatch(seen -> seen.contains(" " + BEHIND));
  }

  /** As curl takes it. It was ignored. */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP_PROXY", "http_proxy"})
  void proxyNeedsNoScheme(String name) throws Exception {
    write(BEHIND, Map.of(name, "127.0.0.1:" + proxy.port()));
    assertWritten();
    assertThat(proxy.takeSeen()).isNotEmpty().allMatch(seen -> seen.contains(" " + BEHIND));
  }

  /** What was meant to go through a proxy does not go around it. */
  @Test
  void proxyThatCannotBeReadIsRefused() throws Exception {
    try (ChildJvm process =
        start(RemoteServer.url(server.port()), Map.of("HTTP_PROXY", "nonsense:::"))) {
      assertThatThrownBy(process::await)
          .hasMessageContaining(
              "cannot open %s: HTTP_PROXY is 'nonsense:::', which is no address of a proxy; write http://HOST:PORT",
              server.address(bucket, "lake"));
    }
    assertThat(server.keys(bucket)).isEmpty();
  }

  /** That for https is none for http. */
  @Test
  void proxyForHttpsIsNotForHttp() throws Exception {
    write(RemoteServer.url(server.port()), Map.of("HTTPS_PROXY", proxyUrl()));
    assertWritten();
    assertThat(proxy.takeSeen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO_PROXY", "no_proxy"})
  void hostsWithoutAProxyAreAskedDirectly(String name) throws Exception {
    write(
        RemoteServer.url(server.port()),
        Map.of("HTTP_PROXY", proxyUrl(), name, "example.org,127.0.0.1"));
    assertWritten();
    assertThat(proxy.takeSeen()).isEmpty();
  }

  @Test
  void otherHostsAreNot() throws Exception {
    write(
        RemoteServer.url(server.port()),
        Map.of("HTTP_PROXY", proxyUrl(), "NO_PROXY", "example.org"));
    assertWritten();
    assertThat(proxy.takeSeen()).isNotEmpty();
  }

  @Test
  void proxyOfTheJvmIsUsed() throws Exception {
    write(BEHIND, jvm(""));
    assertWritten();
    assertThat(proxy.takeSeen()).isNotEmpty().allMatch(seen -> seen.contains(" " + BEHIND));
  }

  @Test
  void hostsWithoutAProxyOfTheJvmAreAskedDirectly() throws Exception {
    write(RemoteServer.url(server.port()), jvm(" -Dhttp.nonProxyHosts=*.org|127.0.0.*"));
    assertWritten();
    assertThat(proxy.takeSeen()).isEmpty();
  }

  /** What is encrypted goes through a tunnel. */
  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
  void proxyForHttpsIsAskedForATunnel(String name) throws Exception {
    proxy.rule(request -> new FaultProxy.Fate.Answered(403, "AsTheTestSays"));
    try (ChildJvm process = start("https://" + HOST, Map.of(name, proxyUrl()))) {
      List<String> seen = proxy.takeSeen();
      while (seen.isEmpty() && process.isAlive()) {
        Environment.system().pause().pause(Duration.ofMillis(5));
        seen = proxy.takeSeen();
      }
      assertThat(seen).as("%s", process.lines()).contains("CONNECT " + HOST);
    }
  }

  private String proxyUrl() {
    return RemoteServer.url(proxy.port());
  }

  private Map<String, String> jvm(String more) {
    return Map.of(
        "JAVA_TOOL_OPTIONS",
        "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=%d%s".formatted(proxy.port(), more));
  }

  private void write(String url, Map<String, String> environment) throws Exception {
    try (ChildJvm process = start(url, environment)) {
      process.await();
    }
  }

  private ChildJvm start(String url, Map<String, String> environment) throws IOException {
    Map<String, String> all = new HashMap<>(server.variables(url));
    all.putAll(environment);
    return ChildJvm.start(
        scratch, ChildJvm.command(Writer.class, server.address(bucket, "lake")), all);
  }

  private void assertWritten() {
    assertThat(server.keys(bucket)).containsExactly("lake/" + NAME);
  }
}
