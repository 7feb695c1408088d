package org.tarnlake.table.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;

class ScanPathsTest {
  @ParameterizedTest
  @CsvSource({
    "part-1.parquet, t/part-1.parquet",
    "p=a%2525b/x, t/p=a%25b/x",
    "c2=+%20%253D%25250/x, t/c2=+ %3D%250/x",
    "p=ä%C3%A4/x, t/p=ää/x",
    "p=10:30/x, t/p=10:30/x",
    "a#b?c%23, t/a#b?c#",
    "/some/with%20space/p@%23h, /some/with space/p@#h",
    "file:/some/x, /some/x",
    "file:///some/x, /some/x",
    "FILE://localhost/some//x, /some/x"
  })
  void aPathIsDecodedOnce(String path, String object) {
    assertThat(ScanPaths.object("t", path)).isEqualTo(object);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "%2e%2e/x",
        "a//b",
        "",
        "a%",
        "a%4",
        "a%zz",
        "a%ff",
        "a%00b",
        "a%5Cb",
        "/",
        "/a/../b",
        "file:/a/%2E%2E/b",
        "..//Users/x"
      })
  void aPathThatLeadsNowhereIsDamage(String path) {
    assertThatThrownBy(() -> ScanPaths.object("t", path))
        .isInstanceOf(CorruptionException.class)
        .hasMessageStartingWith("the log names a file " + path + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/x", "abfss://c@a/x", "C:/x", "file://host/x", "file:x"})
  void otherPlacesAreRefusedByName(String path) {
    assertThatThrownBy(() -> ScanPaths.object("t", path))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("file " + path + " lies outside its table");
  }
}
