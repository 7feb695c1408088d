package org.tarnlake.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void everyKindOfValueComesBack() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("null", null);
    values.put("text", "quote \" backslash \\ feed \n nul \0 ünïcödé 😀 \u2028");
    values.put("flag", true);
    values.put("long", Long.MIN_VALUE);
    values.put("big", new BigInteger("123456789012345678901234567890"));
    values.put("decimal", new BigDecimal("12345678901234567890.123456789012345678"));
    values.put("list", Arrays.asList(1L, null, "x", List.of()));
    values.put("map", Map.of("a", Map.of()));
    assertThat(JsonReader.parseObject(JsonWriter.text(values))).isEqualTo(values);
  }

  /** Each once was an exception that nobody expected, for what a JSON parser must take. */
  @Test
  void aHugeExponentIsWrittenAsOneAndABeyondHugeOneIsNoJson() {
    assertThat(JsonWriter.text(JsonReader.of("1.50e99999").value())).isEqualTo("150E99997");
    assertThat(JsonWriter.text(JsonReader.of("1e-2147483647").value())).isEqualTo("1E-2147483647");
    assertThat(JsonWriter.text(new BigDecimal("1E+980"))).isEqualTo("1" + "0".repeat(980));
    assertThat(JsonWriter.text(new BigDecimal("1E+990"))).isEqualTo("1E990");
    for (String text : List.of("1e9999999999", "1e2147483648", "[1e-99999999999999999999]")) {
      assertThatThrownBy(() -> JsonReader.of(text).value())
          .as(text)
          .isInstanceOf(JsonFormatException.class);
      assertThatThrownBy(() -> JsonReader.parseObject("{\"a\":" + text + "}"))
          .as(text)
          .isInstanceOf(JsonFormatException.class);
    }
  }

  @Test
  void numbersAreWrittenWithoutLosingADigit() {
    assertThat(JsonWriter.text(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(JsonWriter.text(new BigDecimal("1.50"))).isEqualTo("1.50");
    assertThat(JsonWriter.text(0.1f)).isEqualTo("0.1");
    assertThat(JsonWriter.text(1e300)).isEqualTo("1.0E300");
    assertThat(JsonWriter.text(7)).isEqualTo("7");
  }

  @Test
  void whatIsWrittenIsOneLine() {
    String text =
        new JsonWriter()
            .beginObject()
            .field("a", "x\ny")
            .optional("absent", null)
            .beginArray("list")
            .value(1L)
            .endArray()
            .endObject()
            .toText();
    assertThat(text).isEqualTo("{\"a\":\"x\\ny\",\"list\":[1]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "1",
        "\"a\"",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{\"a\":1}x",
        "{\"a\":1}{}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":NaN}",
        "{\"a\":tru}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":null,\"a\":1}",
        "//x\n{}"
      })
  void whatIsNotOneObjectIsRefused(String text) {
    assertThatThrownBy(() -> JsonReader.parseObject(text)).isInstanceOf(JsonFormatException.class);
  }

  @Test
  void messagesAreOfOneLine() {
    assertThatThrownBy(() -> JsonReader.parseObject("{\"a\":tru}"))
        .isInstanceOf(JsonFormatException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").isNotEmpty());
  }

  @Test
  void brokenUtf8IsRefused() {
    byte[] broken = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '(', '"', '}'};
    JsonReader reader = JsonReader.of(broken);
    reader.requireObject();
    assertThat(reader.nextField()).isEqualTo("a");
    assertThatThrownBy(reader::string).isInstanceOf(JsonFormatException.class);
  }

  @Test
  void nestingIsBounded() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThatThrownBy(() -> JsonReader.parseObject(deep)).isInstanceOf(JsonFormatException.class);
    String fine = "{\"a\":" + "[".repeat(199) + "]".repeat(199) + "}";
    assertThat(JsonReader.parseObject(fine)).containsKey("a");
  }

  @Test
  void fieldsAreReadOneByOneOrSkipped() {
    JsonReader reader =
        JsonReader.of(
            "{\"skip\":{\"deep\":[1,{\"x\":[]}]},\"n\":5,\"s\":null,\"l\":[\"a\"],\"b\":true}");
    reader.requireObject();
    assertThat(reader.nextField()).isEqualTo("skip");
    reader.skip();
    assertThat(reader.nextField()).isEqualTo("n");
    assertThat(reader.longValue()).isEqualTo(5);
    assertThat(reader.nextField()).isEqualTo("s");
    assertThat(reader.optionalString()).isNull();
    assertThat(reader.nextField()).isEqualTo("l");
    assertThat(reader.stringList()).containsExactly("a");
    assertThat(reader.nextField()).isEqualTo("b");
    assertThat(reader.booleanValue()).isTrue();
    assertThat(reader.nextField()).isNull();
    reader.requireEnd();
  }

  @Test
  void zeroKeepsItsSign() {
    for (String zero : List.of("-0", "-0.0", "-0e5", "-0.00E-7")) {
      assertThat(JsonReader.of(zero).value()).isEqualTo(-0.0);
    }
    assertThat(JsonReader.of("0").value()).isEqualTo(0L);
    assertThat(JsonWriter.text(-0.0)).isEqualTo("-0.0");
  }

  /** What is wrong was once told in the words of the library, among them its settings in Java. */
  @Test
  void problemsAreToldInTheWordsOfJson() {
    assertThatThrownBy(() -> JsonReader.of("{\"a\": NaN}").value())
        .hasMessage(
            "NaN is no JSON; write null or, for a column of doubles, \"NaN\" (character 10 of the line)");
    assertThatThrownBy(() -> JsonReader.of("{\"a\": x}").value())
        .hasMessage("x is no JSON value; text stands in double quotes (character 7 of the line)");
    assertThatThrownBy(() -> JsonReader.of("[\"a").value())
        .hasMessage("the text ends inside a value");
    assertThatThrownBy(() -> JsonReader.of("[1;2]").value())
        .hasMessage("';' does not fit here (character 3 of the line)");
    assertThatThrownBy(() -> JsonReader.of("1".repeat(20_000)).value())
        .hasMessage("a value is larger than JSON is read here");
  }

  @Test
  void anotherKindOfValueIsRefusedByName() {
    assertThatThrownBy(() -> JsonReader.of("1.5").longValue())
        .hasMessage("expected an integer, found a decimal number");
    assertThatThrownBy(() -> JsonReader.of("9223372036854775808").longValue())
        .isInstanceOf(JsonFormatException.class);
    assertThatThrownBy(() -> JsonReader.of("null").string())
        .hasMessage("expected a string, found null");
    assertThatThrownBy(() -> JsonReader.of("1").booleanValue())
        .hasMessage("expected true or false, found a number");
    assertThatThrownBy(() -> JsonReader.of("[1]").stringList())
        .hasMessage("expected a string, found a number");
    assertThatThrownBy(() -> JsonReader.of("").requireObject())
        .hasMessage("expected an object, found the end");
  }

  @Test
  void aStreamOfObjectsIsReadOneAfterAnother() {
    JsonReader reader =
        JsonReader.of(
            new ByteArrayInputStream("{\"a\":1}\n\n{\"a\":2} []".getBytes(StandardCharsets.UTF_8)));
    assertThat(reader.nextObject()).isTrue();
    assertThat(reader.currentObject()).isEqualTo(Map.of("a", 1L));
    assertThat(reader.nextObject()).isTrue();
    assertThat(reader.line()).isEqualTo(3);
    assertThat(reader.currentObject()).isEqualTo(Map.of("a", 2L));
    assertThatThrownBy(reader::nextObject).hasMessageStartingWith("expected an object");
  }

  @Test
  void aFailingStreamIsTheCause() {
    IOException broken = new IOException("the disk is gone");
    InputStream stream =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }
        };
    assertThatThrownBy(() -> JsonReader.of(stream).nextObject())
        .isInstanceOf(JsonFormatException.class)
        .hasRootCause(broken);
  }
}
