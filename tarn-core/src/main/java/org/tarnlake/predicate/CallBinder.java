package org.tarnlake.predicate;

import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.evaluate.Arithmetic;
import org.tarnlake.predicate.evaluate.Casts;
import org.tarnlake.predicate.evaluate.Constant;
import org.tarnlake.predicate.evaluate.Conversion;
import org.tarnlake.predicate.evaluate.DatePart;
import org.tarnlake.predicate.evaluate.Evaluator;
import org.tarnlake.predicate.evaluate.LikePattern;
import org.tarnlake.predicate.evaluate.Refusal;
import org.tarnlake.predicate.evaluate.Rounding;
import org.tarnlake.predicate.evaluate.TextFunctions;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Values;

/**
 * Binds functions, casts and LIKE: null where an argument is null. The time is one for all calls.
 * One thread at a time.
 */
final class CallBinder {
  private final @Nullable InstantSource clock;
  private @Nullable Instant time;

  /**
   * @param clock is asked once; null where a value must be the same whenever it is asked for
   */
  CallBinder(@Nullable InstantSource clock) {
    this.clock = clock;
  }

  private static boolean isNow(Term.Call call) {
    return call.function() == Function.CURRENT_TIMESTAMP
        || call.function() == Function.CURRENT_DATE;
  }

  /** The time, which is a constant. */
  private Operand now(Term.Call call) {
    Instant now = time;
    if (now == null) {
      if (clock == null) {
        throw new InvalidDataException(
            "%s is another value each time, and can only stand in a condition or a statement, not in what a table keeps"
                .formatted(call.function().text()));
      }
      now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      time = now;
    }
    return call.function() == Function.CURRENT_DATE
        ? constant(call, DataType.DATE, now.atOffset(ZoneOffset.UTC).toLocalDate())
        : constant(call, DataType.TIMESTAMP, now);
  }

  private static Operand constant(Term.Call call, DataType type, Object value) {
    return Operand.constant(call, type, Values.canonical(type, value));
  }

  Operand call(Term.Call call, List<Operand> arguments) {
    if (isNow(call)) {
      return now(call);
    }
    for (Operand each : arguments) {
      if (each.isNone()) {
        return Operand.none(call);
      }
      TypeErrors.requireTyped(each);
    }
    Operand first = arguments.get(0);
    return switch (call.function()) {
      case LOWER -> ofString(call, first, DataType.STRING, TextFunctions::lower);
      case UPPER -> ofString(call, first, DataType.STRING, TextFunctions::upper);
      case TRIM -> ofString(call, first, DataType.STRING, TextFunctions::trim);
      case LENGTH -> ofString(call, first, DataType.LONG, TextFunctions::length);
      case SUBSTRING -> substring(call, arguments);
      case CONCAT -> concat(call, arguments);
      case STARTS_WITH -> startsWith(call, first, arguments.get(1));
      case ABS -> absolute(call, first);
      case ROUND -> round(call, arguments);
      case FLOOR -> whole(call, first, RoundingMode.FLOOR);
      case CEIL -> whole(call, first, RoundingMode.CEILING);
      case YEAR, MONTH, DAY, HOUR, MINUTE, SECOND -> datePart(call, first);
      case COALESCE, NULLIF, CURRENT_DATE, CURRENT_TIMESTAMP -> throw new AssertionError(call);
    };
  }

  private static void require(Term.Call call, Operand operand, boolean fits, String wanted) {
    if (!fits) {
      String remedy =
          wanted.equals("a string") ? "string" : wanted.equals("a number") ? "double" : "";
      throw new InvalidDataException(
          "%s takes %s, and %s is %s%s"
              .formatted(
                  call.function().text(),
                  wanted,
                  TypeErrors.shown(operand),
                  operand.typeText(),
                  remedy.isEmpty()
                      ? ""
                      : "; write cast(%s as %s)".formatted(TypeErrors.shown(operand), remedy)));
    }
  }

  private static void requireString(Term.Call call, Operand operand) {
    require(call, operand, operand.type() == DataType.STRING, "a string");
  }

  private static Operand ofString(
      Term.Call call, Operand string, DataType type, Conversion function) {
    requireString(call, string);
    return string.converted(call, type, function);
  }

  private static Operand substring(Term.Call call, List<Operand> arguments) {
    requireString(call, arguments.get(0));
    for (Operand each : arguments.subList(1, arguments.size())) {
      require(call, each, Arithmetic.isInteger(each.type()), "integers as positions");
    }
    Evaluator string = arguments.get(0).evaluator();
    Evaluator position = arguments.get(1).evaluator();
    Evaluator length =
        arguments.size() > 2
            ? arguments.get(2).evaluator()
            : new Constant(DataType.LONG, Long.MAX_VALUE);
    Evaluator evaluator =
        batch ->
            TextFunctions.substring(
                string.evaluate(batch), position.evaluate(batch), length.evaluate(batch));
    return new Operand(call, DataType.STRING, evaluator).folded(arguments.toArray(Operand[]::new));
  }

  private static Operand concat(Term.Call call, List<Operand> arguments) {
    for (Operand each : arguments) {
      requireString(call, each);
    }
    Evaluator evaluator = TextFunctions.concat(arguments.stream().map(Operand::evaluator).toList());
    return new Operand(call, DataType.STRING, evaluator).folded(arguments.toArray(Operand[]::new));
  }

  private static Operand startsWith(Term.Call call, Operand string, Operand prefix) {
    requireString(call, string);
    requireString(call, prefix);
    Evaluator evaluator =
        batch ->
            TextFunctions.startsWith(
                string.evaluator().evaluate(batch), prefix.evaluator().evaluate(batch));
    return new Operand(call, DataType.BOOLEAN, evaluator).folded(string, prefix);
  }

  private static Operand absolute(Term.Call call, Operand number) {
    DataType type = Arithmetic.negated(number.type());
    require(call, number, type != null, "a number");
    return type == null
        ? number
        : number.converted(call, type, Arithmetic.absolute(number.type(), call::text));
  }

  private static Operand round(Term.Call call, List<Operand> arguments) {
    Operand number = arguments.get(0);
    require(call, number, Arithmetic.isNumber(number.type()), "a number");
    int digits = 0;
    if (arguments.size() == 2) {
      Operand given = arguments.get(1);
      boolean fits = given.value() instanceof Long value && Math.abs(value) <= Rounding.DIGITS_MAX;
      require(call, given, fits, "a constant number of digits, from -38 to 38");
      digits = given.value() instanceof Long value ? value.intValue() : 0;
    }
    DataType type = Rounding.rounded(number.type(), digits);
    return number.converted(call, type, Rounding.round(number.type(), digits, call::text));
  }

  private static Operand whole(Term.Call call, Operand number, RoundingMode mode) {
    require(call, number, Arithmetic.isNumber(number.type()), "a number");
    DataType type = Rounding.whole(number.type());
    return number.converted(call, type, Rounding.whole(number.type(), mode, call::text));
  }

  private static Operand datePart(Term.Call call, Operand time) {
    DatePart part = DatePart.valueOf(call.function().name());
    DataType type = time.type();
    boolean isTime = type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
    boolean fits = isTime || (type == DataType.DATE && part.isOfDates());
    require(call, time, fits, part.isOfDates() ? "a date or a timestamp" : "a timestamp");
    return time.converted(call, DataType.LONG, part::of);
  }

  Operand like(Term.Like like, Operand string) {
    if (string.isNone()) {
      return Operand.constant(like, DataType.BOOLEAN, null);
    }
    TypeErrors.requireTyped(string);
    if (string.type() != DataType.STRING) {
      throw new InvalidDataException(
          "%s is %s; starts_with and LIKE apply to strings only; write cast(%s as string)"
              .formatted(TypeErrors.shown(string), string.typeText(), TypeErrors.shown(string)));
    }
    LikePattern pattern = like.compiled();
    return string.converted(like, DataType.BOOLEAN, TextFunctions.like(pattern));
  }

  Operand cast(Term.Cast cast, Operand operand) {
    if (operand.isNone()) {
      return Operand.constant(cast, cast.type(), null);
    }
    Refusal refusal =
        (value, problem) ->
            new InvalidDataException("%s: %s %s".formatted(TypeErrors.shown(cast), value, problem));
    Conversion conversion =
        operand.isUntyped()
            ? Casts.ofUntyped(cast.type(), refusal)
            : Casts.of(operand.type(), cast.type(), refusal);
    if (conversion == null) {
      throw new InvalidDataException(
          "%s: no %s becomes %s"
              .formatted(TypeErrors.shown(cast), operand.typeText(), cast.type().text()));
    }
    return operand.converted(cast, cast.type(), conversion);
  }
}
