package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.evaluate.ArithmeticOperator;

/** The text of expressions: what is read, and that what is written is read as the same. */
class ExpressionTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "-5",
        "-(5)",
        "-a",
        "-(-a)",
        "a + b - c",
        "a - (b - c)",
        "(a + b) * c / d % e",
        "a * (b * c)",
        "a - -5",
        "(a + b) * -c",
        "-(a + b)",
        "a < b",
        "a + 1 >= b * 2 AND NOT a = b",
        "(a < b) = (c < d)",
        "(a = 1 OR b = 2) = c",
        "a + 1 IN (1, b, NULL)",
        "NOT a + 1 IN ()",
        "1 IN (a, b)",
        "a + b IS NULL",
        "NOT a + b IS NULL",
        "(a IS NULL) IS NULL",
        "a BETWEEN b AND c + 1",
        "NOT 5 BETWEEN a AND b",
        "a BETWEEN (b BETWEEN 1 AND c) AND d",
        "\"case\" + \"end\" > 1",
        "a IN (b = c, d IS NULL)",
        "NULL",
        "TRUE",
        "'x'",
        "a.b + `c.d`.e",
        "lower(a) = 'x'",
        "starts_with(a, 'x')",
        "starts_with(lower(a), b)",
        "a || b || 'c'",
        "concat(a)",
        "(a || b) * 2",
        "a || b + c || d",
        "a + b || c - 1",
        "a || (b + c)",
        "cast(a AS decimal(10,2)) > 1",
        "CASE WHEN a > 1 THEN 'x' ELSE b END",
        "CASE WHEN a = TRUE AND b < c THEN 1 END + 1",
        "CASE a WHEN 1 THEN 2 WHEN b + 1 THEN 3 ELSE 4 END",
        "CASE CASE WHEN a < b THEN 1 END WHEN 1 THEN CASE c WHEN d THEN e END END",
        "CASE a > b WHEN c < d THEN 1 END",
        "CASE \"when\" WHEN \"end\" THEN \"else\" END",
        "CASE NOT a BETWEEN b AND c WHEN d THEN 1 END",
        "CASE NOT a = 1 WHEN TRUE THEN 1 END",
        "\"case\" NOT IN (1)",
        "coalesce(a, b + 1, NULL)",
        "nullif(a, 0)",
        "substring(a, 2, length(b) - 1)",
        "round(a, -2) + abs(floor(b)) - ceil(c)",
        "trim(upper(a)) IN ('X', b)",
        "year(a) * 100 + month(a)",
        "a LIKE '%x_'",
        "NOT lower(a) LIKE 'x'",
        "a LIKE '!%%!_' ESCAPE '!'",
        "a || 'x' LIKE '%'",
      })
  void textIsReadBackAsTheSameExpression(String text) {
    Expression expression = Expression.parse(text);
    assertThat(Expression.parse(expression.text())).isEqualTo(expression);
    assertThat(expression.text()).isEqualTo(text.replace('`', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '~',
      value = {
        "a+b*c               | a + b * c",
        "(a+b)+c             | a + b + c",
        "((a))               | a",
        "(a) = 1             | a = 1",
        "1 < a               | a > 1",
        "+a                  | a",
        "a==b                | a = b",
        "a is not null       | a IS NOT NULL",
        "a+b is not null     | NOT a + b IS NULL",
        "a+b not in (1)      | NOT a + b IN (1)",
        "a not between b and 3 | NOT a BETWEEN b AND 3",
        "a between 1 and 2   | a >= 1 AND a <= 2",
        "a and b             | a = TRUE AND b = TRUE",
        "1 = 1               | TRUE",
        "a > 1 + 1 or b      | a > 1 + 1 OR b = TRUE",
        "end = 1             | ~\"end\" = 1~",
        "case = 1 and case in (2) | ~\"case\" = 1 AND \"case\" IN (2)~",
        "case when end > then then else else when end | ~CASE WHEN \"end\" > \"then\" THEN \"else\" ELSE \"when\" END~",
        "CASE -a WHEN 1 THEN 2 END | CASE -a WHEN 1 THEN 2 END",
        "case when a then 1 end | CASE WHEN a = TRUE THEN 1 END",
        "concat(a, b || c)   | a || b || c",
        "(a || b) || c       | a || b || c",
        "substr(a, 1)        | substring(a, 1)",
        "Ceiling(a)          | ceil(a)",
        "extract(year from a) | year(a)",
        "EXTRACT(second FROM a + 1) | second(a + 1)",
        "cast(a as bigint)   | cast(a AS long)",
        "cast(a as numeric(5)) | cast(a AS decimal(5,0))",
        "a like 'x%'         | starts_with(a, 'x')",
        "a like 'x!%' escape '!' | a = 'x%'",
        "a like 'x!_%' escape '!' | starts_with(a, 'x_')",
        "a like 'x\\_%' escape '\\' | starts_with(a, 'x_')",
        "starts_with(a, b)   | starts_with(a, b)",
      })
  void oneThingHasOneForm(String text, String written) {
    String wanted = written.replace("~", "");
    assertThat(Expression.parse(text).text()).isEqualTo(wanted);
    assertThat(Expression.parse(wanted)).isEqualTo(Expression.parse(text));
  }

  @Test
  void whatPrunesIsAPredicateOfItsKind() {
    assertThat(Expression.parse("a > 1")).isEqualTo(Expression.of(Predicate.gt("a", 1)));
    assertThat(Predicate.parse("a + 1 > b"))
        .isEqualTo(new Predicate.Computed(Expression.parse("a + 1 > b")));
    assertThat(Predicate.of(Expression.parse("a > 1"))).isEqualTo(Predicate.gt("a", 1));
    assertThat(Predicate.of(Expression.column("a"))).isEqualTo(Predicate.eq("a", true));
    assertThat(Predicate.of(Expression.literal(null))).isEqualTo(new Predicate.Constant(null));
    assertThat(Expression.of(new Predicate.Constant(true))).isEqualTo(Expression.literal(true));
    assertThatThrownBy(() -> new Predicate.Computed(Expression.column("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pass it to Predicate.of");
  }

  @Test
  void anErrorNamesTheExpression() {
    assertThatThrownBy(() -> Expression.parse("a + * b"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            """
            the expression is wrong at character 5: expected a value after +, found '*'
              a + * b
                  ^""");
    assertThatThrownBy(() -> Expression.parse("a ? b"))
        .hasMessageContaining("'?' has no meaning in an expression");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '~',
      value = {
        "case a 1            | expected a comparison such as = or <, or IN, LIKE, BETWEEN or IS after a column, found the number 1",
        "case when a > 1 end | expected THEN, found 'end'",
        "case when a > 1 then 2 | expected END, found the end of the text",
        "case when a + 1 then 2 end | expected a comparison such as = or < after a computed value",
        "case end            | expected WHEN, found the end of the text",
        "nullif(a)           | nullif takes 2 arguments, not 1",
        "substring(a)        | substring takes 2 or 3 arguments, not 1",
        "coalesce()          | coalesce takes one argument or more, not 0",
        "lower(a, b)         | lower takes one argument, not 2",
        "lower(a             | expected ')', found the end of the text",
        "sum(a)              | 'sum' is no known function; the functions are abs, cast, ceil, coalesce",
        "lentgh(a)           | did you mean 'length'?",
        "current_time()      | 'current_time' is no known function (did you mean 'current_date'?)",
        "cast(a, int)        | expected AS, found ','",
        "cast(a as)          | expected a type such as double, found ')'",
        "cast(a as number)   | 'number' is no type to cast to; write boolean",
        "cast(a as any)      | 'any' is no type to cast to",
        "cast(a as decimal(40)) | 'decimal(40)' is no type to cast to",
        "cast(a as list)     | 'list' is no type to cast to",
        "extract(week from a) | expected one of year, month, day, hour, minute and second, found 'week'",
        "extract(year, a)    | expected FROM, found ','",
        "a ||                | expected a value after ||",
      })
  void whatIsNotUnderstoodIsRefusedWithARemedy(String text, String error) {
    assertThatThrownBy(() -> Expression.parse(text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "-",
        "1 + (",
        "a in (",
        "not a = (",
        "a between (",
        "+ ",
        "lower(",
        "cast(",
        "case when ",
        "case ",
        "extract(year from "
      })
  void endlessNestingIsRefusedWithoutOverflow(String piece) {
    assertThatThrownBy(() -> Expression.parse(piece.repeat(100_000)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("nested deeper than 200 levels");
    String nested = "-(".repeat(150) + "a" + ")".repeat(150);
    assertThatThrownBy(() -> Expression.parse(nested))
        .hasMessageContaining("nested deeper than 200 levels");
  }

  @Test
  void whatIsReadCanBeWrittenAndBound() {
    String deep = "(a = ".repeat(190) + "a" + ")".repeat(190);
    Expression expression = Expression.parse(deep);
    assertThat(Expression.parse(expression.text())).isEqualTo(expression);
  }

  @Test
  void aLongSumIsNotDeep() {
    Expression sum = Expression.parse("a" + " + b - 1".repeat(50_000));
    assertThat(Expression.parse(sum.text())).isEqualTo(sum);
    Term.Arithmetic chain = (Term.Arithmetic) sum;
    assertThat(chain.steps()).hasSize(100_000);
    assertThat(chain.steps().get(1))
        .isEqualTo(new Term.Step(ArithmeticOperator.MINUS, Expression.literal(1)));
    assertThat(List.of(chain.first())).containsExactly(Expression.column("a"));
  }
}
