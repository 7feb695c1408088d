package org.tarnlake.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.InvalidDataException;

class TableNameTest {
  @Test
  void dotsSeparateTheNamespace() {
    assertThat(TableName.parse("sales.north.orders").parts())
        .isEqualTo(List.of("sales", "north", "orders"));
    assertThat(TableName.parse("sales.orders")).hasToString("sales.orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        ".a",
        "a.",
        "/",
        "/a",
        "a/b",
        "../a",
        "a\\b",
        "c:",
        "a*",
        "a?",
        "a\"b",
        "a<b",
        "a>b",
        "a|b",
        "a\nb",
        "a\tb",
        "a\0b",
        "a\u007fb",
        "a\u0085b",
        " a",
        "a ",
        "_a",
        "_tarn.log",
        "\ud800",
        "a\udc00b",
        "a\ud83d"
      })
  void namesThatCouldLeaveTheLakeOrGarbleATerminalAreRefused(String name) {
    assertThatThrownBy(() -> TableName.parse(name))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageMatching(
            "table name '[^\\p{Cntrl}]*' is not allowed: .+; use for example orders or sales.orders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a_", "sales._log", "order items", "größe", "表", "😀", "a%2fb", "1"})
  void otherNamesAreFine(String name) {
    assertThat(TableName.parse(name)).hasToString(name);
  }

  @Test
  void aPartHasUpTo128Characters() {
    assertThat(TableName.parse("x".repeat(128)).parts()).hasSize(1);
    assertThatThrownBy(() -> TableName.parse("x".repeat(129)))
        .hasMessageContaining("a part is longer than 128 characters");
  }

  /**
   * A name of 32 parts was committed, and then the table's log had a path that is too long for the
   * file system: nothing of any table was published from there on.
   */
  @Test
  void aNameHasUpTo512Characters() {
    String part = "x".repeat(127) + ".";
    assertThat(TableName.parse(part.repeat(3) + "x".repeat(128)).parts()).hasSize(4);
    assertThatThrownBy(() -> TableName.parse(part.repeat(4) + "x"))
        .hasMessageContaining("it has 513 characters, and 512 are the most");
  }

  @ParameterizedTest
  @CsvSource({
    "orders, ORDERS, true",
    "a.b, A.B, true",
    "Straße, STRAẞE, true",
    "İzmir, i̇zmir, true",
    "ΟΔΟΣ, οδος, true",
    "οδος, οδοσ, true",
    "orders, order, false",
    "é, e, false",
  })
  void namesAreTheSameIfTheyDifferByCaseAlone(String one, String other, boolean same) {
    assertThat(TableName.parse(one).key().equals(TableName.parse(other).key())).isEqualTo(same);
  }

  @Test
  void namesSortByTheirText() {
    assertThat(TableName.parse("b")).isGreaterThan(TableName.parse("a.z"));
  }
}
