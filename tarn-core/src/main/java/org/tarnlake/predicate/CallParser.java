package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.ExpressionLexer.Kind;
import org.tarnlake.predicate.ExpressionLexer.Token;
import org.tarnlake.predicate.evaluate.DatePart;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Schema;

/**
 * Reads what has a name and parentheses. One thread at a time.
 *
 * <pre>{@code
 * call = name ( [or { , or }] ) | cast ( or AS type ) | extract ( part FROM or )
 * type = name [ ( digits [, digits] ) ]
 * }</pre>
 */
final class CallParser {
  private static final List<String> NAMES =
      Stream.concat(
              Stream.of(Function.values()).map(Function::text), Stream.of("cast", "extract", "now"))
          .sorted()
          .toList();

  private final TokenCursor tokens;
  private final Arguments arguments;

  /** Reads an expression inside another that starts at a position. */
  interface Arguments {
    Expression parse(int depth, int start);
  }

  CallParser(TokenCursor tokens, Arguments arguments) {
    this.tokens = tokens;
    this.arguments = arguments;
  }

  /** Reads on from the name. */
  Expression parse(int depth) {
    Token name = tokens.take();
    tokens.requireSymbol("(");
    if (name.isWord("cast")) {
      return cast(depth, name.start());
    }
    if (name.isWord("extract")) {
      return extract(depth, name.start());
    }
    Function function = Function.find(name.text());
    if (function == null) {
      throw tokens.error(
          name.start(),
          "%s is no known function%s; the functions are %s"
              .formatted(
                  name.shown(), NameHint.didYouMean(name.text(), NAMES), String.join(", ", NAMES)));
    }
    List<Expression> given = new ArrayList<>();
    if (!tokens.takeSymbol(")")) {
      do {
        given.add(arguments.parse(depth, name.start()));
      } while (tokens.takeSymbol(","));
      tokens.requireSymbol(")");
    }
    if (!function.takes(given.size())) {
      throw tokens.error(
          name.start(),
          "%s takes %s, not %s".formatted(function.text(), function.arity(), given.size()));
    }
    return Term.call(function, given);
  }

  private Expression extract(int depth, int start) {
    Token part = tokens.take();
    for (DatePart each : DatePart.values()) {
      if (part.isWord(each.name())) {
        tokens.requireWord("FROM");
        Expression of = arguments.parse(depth, start);
        tokens.requireSymbol(")");
        return Term.call(Function.valueOf(each.name()), List.of(of));
      }
    }
    throw tokens.error(
        part.start(),
        "expected one of year, month, day, hour, minute and second, found " + part.shown());
  }

  private Expression cast(int depth, int start) {
    Expression operand = arguments.parse(depth, start);
    tokens.requireWord("AS");
    DataType type = type();
    tokens.requireSymbol(")");
    return new Term.Cast(operand, type);
  }

  private DataType type() {
    Token name = tokens.peek();
    if (name.kind() != Kind.WORD) {
      throw tokens.expected("a type such as double");
    }
    StringBuilder text = new StringBuilder(tokens.take().text().toLowerCase(Locale.ROOT));
    if (tokens.takeSymbol("(")) {
      text.append('(').append(digits());
      if (tokens.takeSymbol(",")) {
        text.append(',').append(digits());
      }
      tokens.requireSymbol(")");
      text.append(')');
    }
    try {
      Field field = Schema.parse("x " + text).columns().field(0);
      boolean isScalar =
          field.type() instanceof PrimitiveType || field.type() instanceof DecimalType;
      if (isScalar && !field.isUntyped()) {
        return field.type();
      }
    } catch (InvalidDataException e) {
      // Worded below: that message is about columns.
    }
    throw tokens.error(
        name.start(),
        "'%s' is no type to cast to; write boolean, byte, short, int, long, float, double, decimal(10,2), string, date, timestamp or timestamp_ntz"
            .formatted(text));
  }

  private String digits() {
    if (tokens.peek().kind() != Kind.NUMBER) {
      throw tokens.expected("a number of digits");
    }
    return tokens.take().text();
  }
}
