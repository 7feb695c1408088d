package org.tarnlake.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.testing.Seeds;

class SchemaParserTest {
  @Test
  void columnsAreReadAsAPersonWritesThem() {
    assertThat(
            Schema.parse(
                "id long not null, name STRING,price  decimal(9, 2) NULL ,\"a, \"\"b\"\"\" date, `x``y`: any"))
        .isEqualTo(
            Schema.of(
                Field.required("id", DataType.LONG),
                Field.optional("name", DataType.STRING),
                Field.optional("price", DataType.decimal(9, 2)),
                Field.optional("a, \"b\"", DataType.DATE),
                Field.untyped("x`y")));
  }

  @Test
  void theNamesOfSqlAreKnown() {
    assertThat(
            Schema.parse(
                "a bigint, b integer, c smallint, d tinyint, e real, f numeric(5), g text, h varchar, i bool, j array<bigint>, k timestamptz, l datetime, m blob"))
        .isEqualTo(
            Schema.parse(
                "a long, b int, c short, d byte, e float, f decimal(5,0), g string, h string, i boolean, j list<long>, k timestamp, l timestamp_ntz, m binary"));
  }

  /** Columns may be called as types and other words are. */
  @Test
  void wordsOfTheGrammarAreNames() {
    assertThat(Schema.parse("not long not null, null string, any any, map map<string,int>"))
        .extracting(s -> s.columns().names())
        .isEqualTo(List.of("not", "null", "any", "map"));
  }

  /** What a type says of itself is read back as the same type. */
  @Test
  void textsOfTypesAreReadBack() {
    Seeds.run(
        2000,
        random -> {
          List<Field> fields = new ArrayList<>();
          for (int f = 0; f <= random.nextInt(3); f++) {
            fields.add(new Field("f-" + f, type(random, 3), random.nextBoolean(), Map.of()));
          }
          String text = fields.stream().map(Field::toString).collect(Collectors.joining(", "));
          assertThat(Schema.parse(text).columns()).as(text).isEqualTo(new StructType(fields));
        });
  }

  private static DataType type(RandomGenerator random, int depth) {
    PrimitiveType[] scalars = PrimitiveType.values();
    return switch (depth == 0 ? 0 : random.nextInt(5)) {
      case 1 -> new ListType(type(random, depth - 1), random.nextBoolean());
      case 2 -> new MapType(type(random, depth - 1), type(random, depth - 1), random.nextBoolean());
      case 3 ->
          DataType.struct(
              new Field("Ä_1", type(random, depth - 1), random.nextBoolean(), Map.of()),
              new Field("b.c", type(random, depth - 1), random.nextBoolean(), Map.of()));
      case 4 -> DataType.decimal(1 + random.nextInt(38), 0);
      default -> scalars[random.nextInt(scalars.length)];
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "id|wrong at their end: expected the type of column 'id'",
        "id lnog|wrong at 'lnog': there is no type 'lnog' (did you mean 'long'?); the types are boolean,",
        "id long name string|wrong at 'name string': expected a comma or the end",
        "id long,|wrong at their end: expected the name of a column",
        "id long not|wrong at their end: expected NULL after NOT",
        "p decimal|wrong at their end: expected '(', as in decimal(10,2)",
        "p decimal(39,2)|wrong at 'decimal(39,2)': decimal(39,2): precision must be 1 to 38",
        "p decimal(x)|wrong at 'x)': 'x' is no number of digits",
        "p decimal(-3)|wrong at '-3)': '-3' is no number of digits",
        "t list string|wrong at 'string': expected '<', as in list<string>",
        "t list<string|wrong at their end: expected '>', as in list<string>",
        "t map<string>|wrong at '>': expected ',', as in map<string,long>",
        "t list<any>|wrong at 'any>': there is no type 'any'",
        "\"t long|wrong at '\"t long': this quoted name does not end; close it with \"",
        "t \"long\"|wrong at '\"long\"': there is no type ''",
        "a long, A int|column 'A' appears twice",
      })
  void mistakesAreShownWhereTheyAre(String text, String message) {
    assertThatThrownBy(() -> Schema.parse(text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void typesThatNestTooDeepAreRefused() {
    String deep = "list<".repeat(10_000) + "int" + ">".repeat(10_000);
    assertThatThrownBy(() -> Schema.parse("a " + deep))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("types nest deeper than 50 levels");
  }
}
