package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Predicate.Operator;
import org.tarnlake.predicate.evaluate.Arithmetic;
import org.tarnlake.predicate.evaluate.Casts;
import org.tarnlake.predicate.evaluate.Choice;
import org.tarnlake.predicate.evaluate.Conversion;
import org.tarnlake.predicate.evaluate.DecimalRules;
import org.tarnlake.predicate.evaluate.Evaluator;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;

/**
 * Binds what has one of several values, which become values of one type: CASE, COALESCE and NULLIF.
 * One thread at a time.
 */
final class ChoiceBinder {
  private final Binder binder;
  private final ExpressionBinder expressions;

  ChoiceBinder(Binder binder, ExpressionBinder expressions) {
    this.binder = binder;
    this.expressions = expressions;
  }

  static boolean isChoice(Term.Call call) {
    return call.function() == Function.COALESCE || call.function() == Function.NULLIF;
  }

  Operand call(Term.Call call, List<Operand> arguments) {
    if (call.function() == Function.NULLIF) {
      return nullIf(call, arguments.get(0), arguments.get(1));
    }
    DataType type = common(call, arguments);
    if (type == DataType.VOID) {
      return Operand.none(call);
    }
    List<Evaluator> values = new ArrayList<>();
    for (Operand each : arguments) {
      values.add(as(each, type));
    }
    return new Operand(call, type, Choice.coalesce(type, values))
        .folded(arguments.toArray(Operand[]::new));
  }

  private static Operand nullIf(Term.Call call, Operand value, Operand other) {
    if (value.isNone()) {
      return Operand.none(call);
    }
    requireScalar(call, value);
    Evaluator evaluator =
        Choice.nullIf(
            value.evaluator(),
            ComparisonBinder.comparisonOrNull(value, Operator.EQ, other),
            other.evaluator());
    return new Operand(call, value.type(), evaluator).folded(value, other);
  }

  Operand cases(Term.Case cases, int depth) {
    Expression operand = cases.operand();
    return operand == null
        ? searched(cases, depth)
        : simple(cases, expressions.operand(operand, depth + 1), depth);
  }

  private Operand searched(Term.Case cases, int depth) {
    List<Operand> results = new ArrayList<>();
    List<Node> conditions = new ArrayList<>();
    for (Term.When branch : cases.branches()) {
      conditions.add(binder.node(Predicate.of(branch.when()), false, depth + 1));
      results.add(expressions.operand(branch.then(), depth + 1));
    }
    Operand otherwise = otherwise(cases, depth);
    DataType type = common(cases, with(results, otherwise));
    if (type == DataType.VOID) {
      return Operand.none(cases);
    }
    List<Choice.Branch> branches = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      branches.add(new Choice.Branch(conditions.get(i), as(results.get(i), type)));
    }
    Evaluator last = otherwise == null ? null : as(otherwise, type);
    return new Operand(cases, type, Choice.searched(type, branches, last));
  }

  private Operand simple(Term.Case cases, Operand operand, int depth) {
    List<Operand> results = new ArrayList<>();
    List<Operand> whens = new ArrayList<>();
    for (Term.When branch : cases.branches()) {
      whens.add(expressions.operand(branch.when(), depth + 1));
      results.add(expressions.operand(branch.then(), depth + 1));
    }
    Operand otherwise = otherwise(cases, depth);
    DataType type = common(cases, with(results, otherwise));
    if (type == DataType.VOID) {
      return Operand.none(cases);
    }
    List<Choice.Match> matches = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      matches.add(
          new Choice.Match(
              whens.get(i).evaluator(),
              ComparisonBinder.comparisonOrNull(operand, Operator.EQ, whens.get(i)),
              as(results.get(i), type)));
    }
    Evaluator last = otherwise == null ? null : as(otherwise, type);
    return new Operand(cases, type, Choice.simple(type, operand.evaluator(), matches, last));
  }

  private @Nullable Operand otherwise(Term.Case cases, int depth) {
    Expression otherwise = cases.otherwise();
    return otherwise == null ? null : expressions.operand(otherwise, depth + 1);
  }

  private static List<Operand> with(List<Operand> results, @Nullable Operand otherwise) {
    List<Operand> all = new ArrayList<>(results);
    if (otherwise != null) {
      all.add(otherwise);
    }
    return all;
  }

  /** The type that holds the values of all. */
  private static DataType common(Expression source, List<Operand> operands) {
    DataType common = DataType.VOID;
    Operand first = operands.get(0);
    for (Operand each : operands) {
      if (each.isNone()) {
        continue;
      }
      requireScalar(source, each);
      DataType both = common == DataType.VOID ? each.type() : both(common, each);
      if (both == null) {
        throw new InvalidDataException(
            "%s is %s and %s is %s, which have no type in common; cast one of them, as in cast(%s as %s)"
                .formatted(
                    TypeErrors.shown(first),
                    common.text(),
                    TypeErrors.shown(each),
                    each.typeText(),
                    TypeErrors.shown(each),
                    common.text()));
      }
      first = common == DataType.VOID ? each : first;
      common = both;
    }
    return common;
  }

  private static void requireScalar(Expression source, Operand operand) {
    TypeErrors.requireTyped(operand);
    if (!(operand.type() instanceof PrimitiveType || operand.type() instanceof DecimalType)) {
      throw new InvalidDataException(
          "%s: %s is %s; only IS NULL and IS NOT NULL apply to nested values"
              .formatted(TypeErrors.shown(source), TypeErrors.shown(operand), operand.typeText()));
    }
  }

  private static @Nullable DataType both(DataType type, Operand operand) {
    DataType other = operand.type();
    if (type.equals(other)) {
      return type;
    }
    if (Arithmetic.isNumber(type) && Arithmetic.isNumber(other)) {
      if (Arithmetic.isFloating(type) || Arithmetic.isFloating(other)) {
        return DataType.DOUBLE;
      }
      if (Arithmetic.isInteger(type) && Arithmetic.isInteger(other)) {
        return DataType.LONG;
      }
      DecimalType a = DecimalRules.of(type);
      return a != null && operand.typeBesideDecimal() instanceof DecimalType b
          ? DecimalRules.both(a, b)
          : null;
    }
    boolean isTime = isTime(type) && isTime(other);
    return isTime && type == DataType.DATE ? other : isTime && other == DataType.DATE ? type : null;
  }

  private static boolean isTime(DataType type) {
    return type == DataType.DATE || type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
  }

  /** The values as those of the common type. */
  private static Evaluator as(Operand operand, DataType type) {
    if (operand.isNone()) {
      return Operand.constant(operand.source(), type, null).evaluator();
    }
    String text = TypeErrors.shown(operand);
    Conversion conversion =
        Casts.of(
            operand.type(),
            type,
            (value, problem) ->
                new InvalidDataException("%s: %s %s".formatted(text, value, problem)));
    if (conversion == null) {
      throw new AssertionError(operand.type() + " as " + type);
    }
    return operand.type().equals(type)
        ? operand.evaluator()
        : operand.converted(operand.source(), type, conversion).evaluator();
  }
}
