package org.tarnlake.store.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9, http://127.0.0.1:9",
    "http://proxy.test:3128/, http://proxy.test:3128",
    "https://proxy.test:3128, http://proxy.test:3128",
    "proxy.test, http://proxy.test:80",
    "proxy.test:, http://proxy.test:80",
    "https://proxy.test, http://proxy.test:443",
    "me:s%40cret@proxy.test:3128, http://me:s%40cret@proxy.test:3128",
    "' http://[::1]:3128 ', http://[::1]:3128"
  })
  void proxyIsTakenAsCurlTakesIt(String value, String url) {
    assertThat(Proxies.find(new Variables(Map.of("http_proxy", value)), "http")).hasToString(url);
    assertThat(Proxies.find(new Variables(Map.of("HTTPS_PROXY", value)), "https")).hasToString(url);
  }

  @Test
  void eachSchemeHasItsOwn() {
    Variables variables = new Variables(Map.of("HTTP_PROXY", "a:1", "HTTPS_PROXY", " "));
    assertThat(Proxies.find(variables, "https")).isNull();
    assertThat(Proxies.variable("https://host")).isEqualTo("HTTPS_PROXY");
    assertThat(Proxies.variable("http://host")).isEqualTo("HTTP_PROXY");
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense:::, nonsense:::",
    "socks5://proxy.test:1080, socks5://proxy.test:1080",
    "http://, http://",
    "http://me:s@cret@proxy.test:3128, ...@proxy.test:3128"
  })
  void whatCannotBeReadIsRefused(String value, String shown) {
    assertThatThrownBy(() -> Proxies.find(new Variables(Map.of("HTTP_PROXY", value)), "http"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "HTTP_PROXY is '%s', which is no address of a proxy; write http://HOST:PORT", shown);
  }
}
