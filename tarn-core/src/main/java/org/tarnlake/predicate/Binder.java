package org.tarnlake.predicate;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Coercion.Position;
import org.tarnlake.predicate.Predicate.Operator;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.StructType;

/**
 * Ties predicates and expressions to a schema, pushing negations down to the tests of predicates.
 * One thread at a time.
 */
final class Binder {
  private final StructType schema;
  private final ExpressionBinder expressions;

  /** The columns that must be read. */
  private final Set<String> used = new LinkedHashSet<>();

  /** The paths that statistics tell of. */
  private final Map<List<String>, ColumnPath> tested = new LinkedHashMap<>();

  /**
   * @param clock tells the time, once; null where that must not matter
   */
  Binder(StructType schema, @Nullable InstantSource clock) {
    this.schema = schema;
    this.expressions = new ExpressionBinder(this, new CallBinder(clock));
  }

  BoundPredicate bind(Predicate predicate) {
    Node root = node(predicate, false, 0);
    return new BoundPredicate(predicate, root, used, List.copyOf(tested.values()));
  }

  BoundExpression bind(Expression expression) {
    return new BoundExpression(expressions.operand(expression, 0), used);
  }

  /** A path that must be read. */
  ColumnPath use(String name) {
    ColumnPath column = ColumnPath.find(schema, name);
    used.add(column.names().get(0));
    return column;
  }

  boolean hasColumn(String name) {
    return schema.indexOf(name) >= 0;
  }

  /** A condition, or the opposite of one, as a test of rows. */
  Node node(Predicate predicate, boolean negated, int depth) {
    if (depth > PredicateText.MAX_DEPTH) {
      throw PredicateText.tooDeep();
    }
    if (predicate instanceof Predicate.Not not) {
      return node(not.operand(), !negated, depth + 1);
    }
    if (predicate instanceof Predicate.And and) {
      return nodes(and.operands(), !negated, negated, depth);
    }
    if (predicate instanceof Predicate.Or or) {
      return nodes(or.operands(), negated, negated, depth);
    }
    if (predicate instanceof Predicate.Constant constant) {
      Boolean value = constant.value();
      return value != null && value != negated ? Node.ALWAYS : Node.NEVER;
    }
    if (predicate instanceof Predicate.Comparison comparison) {
      Operator operator = comparison.operator();
      return comparison(
          column(comparison.column()),
          negated ? operator.negated() : operator,
          comparison.literal());
    }
    if (predicate instanceof Predicate.In in) {
      return in(column(in.column()), in.values(), negated);
    }
    if (predicate instanceof Predicate.IsNull isNull) {
      return new Node.Leaf(column(isNull.column()), new NullTest(!negated));
    }
    if (predicate instanceof Predicate.StartsWith startsWith) {
      return startsWith(column(startsWith.column()), startsWith.prefix(), negated);
    }
    if (predicate instanceof Predicate.Computed computed) {
      return expressions.test(computed.expression(), negated, depth);
    }
    throw new AssertionError("cannot bind " + predicate);
  }

  /**
   * A conjunction, or a disjunction; operands are bound even where they cannot matter, to be
   * checked.
   */
  private Node nodes(List<Predicate> operands, boolean all, boolean negated, int depth) {
    Node decisive = all ? Node.NEVER : Node.ALWAYS;
    List<Node> nodes = new ArrayList<>();
    boolean decided = false;
    for (Predicate operand : operands) {
      Node node = node(operand, negated, depth + 1);
      decided |= node.equals(decisive);
      if (!(node instanceof Node.Fixed)) {
        nodes.add(node);
      }
    }
    if (decided) {
      return decisive;
    }
    if (nodes.isEmpty()) {
      return all ? Node.ALWAYS : Node.NEVER;
    }
    if (nodes.size() == 1) {
      return nodes.get(0);
    }
    return all ? new Node.All(List.copyOf(nodes)) : new Node.Any(List.copyOf(nodes));
  }

  private ColumnPath column(String name) {
    return test(use(name));
  }

  private ColumnPath test(ColumnPath column) {
    tested.put(column.names(), column);
    return column;
  }

  /** A test of a column that was used already. */
  Node comparison(ColumnPath column, Operator operator, Literal literal, boolean negated) {
    return comparison(test(column), negated ? operator.negated() : operator, literal);
  }

  /** A test of a column that was used already. */
  Node membership(ColumnPath column, List<Literal> literals, boolean negated) {
    return in(test(column), literals, negated);
  }

  private static Node comparison(ColumnPath column, Operator operator, Literal literal) {
    Object value = literal.value();
    if (value == null) {
      return Node.NEVER;
    }
    if (column.field().isUntyped()) {
      requireUntyped(column, literal);
      return new Node.Leaf(column, UntypedTest.comparison(operator, value));
    }
    Position position = Coercion.position(column, literal);
    Object floor = position.floor();
    return switch (operator) {
      case EQ -> position.exact() ? within(column, Interval.only(exact(floor)), false) : Node.NEVER;
      case NE ->
          position.exact() ? within(column, Interval.only(exact(floor)), true) : notNull(column);
      case LE, LT ->
          floor == null
              ? Node.NEVER
              : within(
                  column,
                  Interval.below(floor, operator == Operator.LE || !position.exact()),
                  false);
      case GE, GT ->
          floor == null
              ? notNull(column)
              : within(
                  column,
                  Interval.above(floor, operator == Operator.GE && position.exact()),
                  false);
    };
  }

  private static Object exact(@Nullable Object floor) {
    return Objects.requireNonNull(floor, "an exact position has a value");
  }

  private static Node in(ColumnPath column, List<Literal> literals, boolean negated) {
    boolean hasNull = false;
    boolean untyped = column.field().isUntyped();
    List<Object> values = new ArrayList<>();
    for (Literal literal : literals) {
      Object value = literal.value();
      if (value == null) {
        hasNull = true;
      } else if (untyped) {
        requireUntyped(column, literal);
        values.add(value);
      } else {
        Position position = Coercion.position(column, literal);
        if (position.exact()) {
          values.add(exact(position.floor()));
        }
      }
    }
    if (negated && hasNull) {
      return Node.NEVER;
    }
    if (values.isEmpty()) {
      // Even a null is not in an empty list; with values that cannot occur a null stays unknown.
      return negated ? (literals.isEmpty() ? Node.ALWAYS : notNull(column)) : Node.NEVER;
    }
    if (untyped) {
      return new Node.Leaf(column, UntypedTest.in(values, negated));
    }
    DataType type = column.field().type();
    if (Codes.isLong(type)) {
      long[] codes = values.stream().mapToLong(v -> (Long) v).toArray();
      return new Node.Leaf(column, LongTest.in(type, codes, negated));
    }
    return new Node.Leaf(column, ObjectTest.in(type, values, negated));
  }

  private static Node startsWith(ColumnPath column, String prefix, boolean negated) {
    if (column.field().isUntyped()) {
      return new Node.Leaf(column, UntypedTest.startsWith(prefix, negated));
    }
    if (column.field().type() != DataType.STRING) {
      throw new InvalidDataException(
          "column '%s' is %s; starts_with and LIKE apply to strings only"
              .formatted(column.text(), column.field().type().text()));
    }
    if (prefix.isEmpty()) {
      return negated ? Node.NEVER : notNull(column);
    }
    byte[] low = prefix.getBytes(StandardCharsets.UTF_8);
    // No byte of UTF-8 is 0xFF, so the last one can grow: all that starts with the prefix lies
    // below.
    byte[] high = Arrays.copyOf(low, low.length);
    high[high.length - 1]++;
    return within(column, new Interval(low, true, high, false), negated);
  }

  private static Node within(ColumnPath column, Interval interval, boolean negated) {
    DataType type = column.field().type();
    if (!Codes.isLong(type)) {
      return new Node.Leaf(column, ObjectTest.within(type, interval, negated));
    }
    long low = interval.low() == null ? Long.MIN_VALUE : (Long) interval.low();
    long high = interval.high() == null ? Long.MAX_VALUE : (Long) interval.high();
    boolean openLow = interval.low() != null && !interval.lowIncluded();
    boolean openHigh = interval.high() != null && !interval.highIncluded();
    if ((openLow && low == Long.MAX_VALUE) || (openHigh && high == Long.MIN_VALUE)) {
      return negated ? notNull(column) : Node.NEVER;
    }
    return new Node.Leaf(
        column,
        LongTest.between(type, openLow ? low + 1 : low, openHigh ? high - 1 : high, negated));
  }

  private static Node notNull(ColumnPath column) {
    return new Node.Leaf(column, new NullTest(false));
  }

  private static void requireUntyped(ColumnPath column, Literal literal) {
    Object value = literal.value();
    if (value == null || !LiteralOrder.isComparable(value)) {
      throw Coercion.wrongKind(column, literal);
    }
  }
}
