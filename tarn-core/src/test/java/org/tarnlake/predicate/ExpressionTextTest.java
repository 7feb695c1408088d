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
      })
  void textIsReadBackAsTheSameExpression(String text) {
    Expression expression = Expression.parse(text);
    assertThat(Expression.parse(expression.text())).isEqualTo(expression);
    assertThat(expression.text()).isEqualTo(text.replace('`', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
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
  @ValueSource(strings = {"(", "-", "1 + (", "a in (", "not a = (", "a between (", "+ "})
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
