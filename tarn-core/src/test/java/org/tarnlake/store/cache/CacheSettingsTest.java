package org.tarnlake.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.InvalidDataException;

class CacheSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "Linux,          XDG_CACHE_HOME, /x,       /x/tarn",
    "Linux,          HOME,           /home/me, /home/me/.cache/tarn",
    "Mac OS X,       HOME,           /home/me, /home/me/Library/Caches/tarn",
    "Windows Server, LOCALAPPDATA,   /local,   /local/tarn/cache",
  })
  void theFolderIsThatOfTheUsersCaches(String system, String variable, String value, Path folder) {
    assertThat(CacheSettings.of(Map.of(variable, value), system))
        .isEqualTo(new CacheSettings(folder, 4L << 30, false));
  }

  @Test
  void theUserNamesAnotherOrNone() {
    Map<String, String> home = Map.of("HOME", "/home/me", "XDG_CACHE_HOME", "not/absolute");
    assertThat(CacheSettings.of(home, "Linux"))
        .isEqualTo(new CacheSettings(Path.of("/home/me/.cache/tarn"), 4L << 30, false));
    assertThat(CacheSettings.of(Map.of("TARN_CACHE", "/c", "HOME", "/home/me"), "Linux"))
        .isEqualTo(new CacheSettings(Path.of("/c"), 4L << 30, true));
    assertThat(CacheSettings.of(Map.of("TARN_CACHE", "off", "HOME", "/home/me"), "Linux")).isNull();
    assertThat(CacheSettings.of(Map.of("HOME", "relative"), "Linux")).isNull();
    assertThat(CacheSettings.of(Map.of(), "Linux")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "123456, 123456",
    "20GB, 20000000000",
    "1.5k, 1500",
    "512 MiB, 536870912",
    "2Ti, 2199023255552"
  })
  void theSizeIsOneOfTheCommandLine(String text, long bytes) {
    assertThat(CacheSettings.of(Map.of("TARN_CACHE", "/c", "TARN_CACHE_BYTES", text), "Linux"))
        .isEqualTo(new CacheSettings(Path.of("/c"), bytes, true));
  }

  @Test
  void noneIsKeptInNoBytes() {
    Map<String, String> none = Map.of("TARN_CACHE", "/c", "TARN_CACHE_BYTES", "0");
    assertThat(CacheSettings.of(none, "Linux")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"much", "-1", "4 gigabytes", "1e9"})
  void whatIsNoSizeIsRefused(String text) {
    Map<String, String> variables = Map.of("TARN_CACHE", "/c", "TARN_CACHE_BYTES", text);
    assertThatThrownBy(() -> CacheSettings.of(variables, "Linux"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("TARN_CACHE_BYTES is '%s'".formatted(text));
  }
}
