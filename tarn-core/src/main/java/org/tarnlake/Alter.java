package org.tarnlake;

import java.util.List;
import java.util.function.Consumer;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.table.alter.Alteration;
import org.tarnlake.table.alter.Alteration.Position;

/**
 * Other columns and properties for a table of a transaction. Each call takes effect at once: what
 * the transaction does next sees the table altered, and nobody else does before the commit. No row
 * is written anew, and none is read but by {@link #required}, {@link #addCheck}, and to see whether
 * there are any before a column is added that must not be null. One thread at a time.
 *
 * <pre>{@code
 * tx.alter("orders").add("note string, discount decimal(4,2)").rename("price", "cost").drop("fax");
 * }</pre>
 *
 * <p>Columns are named as in conditions: {@code address.city} is a field of a struct; {@code
 * tags.element}, {@code prices.key} and {@code prices.value} are what lists and maps consist of.
 * What is so already stays so. What cannot be done throws {@link InvalidDataException} and changes
 * nothing; the transaction goes on. Scans, updates and merges that were begun before throw {@link
 * IllegalStateException}; appenders take rows of the new columns.
 *
 * <p>The first rename or drop gives the table Delta's column mapping, the first wider type its type
 * widening: readers that lack these features refuse the table from then on.
 */
public final class Alter {
  private final Consumer<Alteration> runner;

  /**
   * @param runner alters the table
   */
  Alter(Consumer<Alteration> runner) {
    this.runner = runner;
  }

  private Alter run(Alteration alteration) {
    runner.accept(alteration);
    return this;
  }

  /**
   * Adds a column behind the others; rows that are there have null in it. A name such as {@code
   * address.zip} is that of a field in a struct.
   *
   * @throws InvalidDataException if there is one of that name, or it must not be null and the table
   *     has rows
   */
  public Alter add(Field column) {
    Argument.require(column, "column", "a Field");
    return run(new Alteration.Add(null, List.of(column), new Position.Last()));
  }

  /** As {@link #add(Field)}, of a text as {@link Schema#parse} takes it: all columns or none. */
  public Alter add(String columns) {
    return run(
        new Alteration.Add(null, Schema.parse(columns).columns().fields(), new Position.Last()));
  }

  /**
   * Adds a field to a struct, behind its others.
   *
   * @param struct a column, or what is in one: {@code address}, {@code items.element}
   */
  public Alter addTo(String struct, Field field) {
    Argument.require(struct, "struct", "a column's name");
    Argument.require(field, "field", "a Field");
    return run(new Alteration.Add(struct, List.of(field), new Position.Last()));
  }

  /**
   * Gives a column or field another name.
   *
   * @param name the new one, without what is around it
   * @throws InvalidDataException if another one has that name
   */
  public Alter rename(String column, String name) {
    Argument.require(column, "column", "a column's name");
    Argument.require(name, "name", "a name");
    return run(new Alteration.Rename(column, name));
  }

  /**
   * Drops columns or fields: all or none. Files keep the values, for older versions of the table.
   *
   * @throws InvalidDataException for one by which the table is partitioned or clustered, and where
   *     none would be left
   */
  public Alter drop(String... columns) {
    List<String> names = List.of(Argument.requireAll(columns, "columns", "columns' names"));
    return names.isEmpty() ? this : run(new Alteration.Drop(names));
  }

  /** Has a column or field stand in front of its siblings. */
  public Alter moveFirst(String column) {
    Argument.require(column, "column", "a column's name");
    return run(new Alteration.Move(column, new Position.First()));
  }

  /**
   * Has a column or field stand behind one of its siblings.
   *
   * @param sibling its name, without what is around it
   */
  public Alter moveAfter(String column, String sibling) {
    Argument.require(column, "column", "a column's name");
    Argument.require(sibling, "sibling", "a column's name");
    return run(new Alteration.Move(column, new Position.After(sibling)));
  }

  /**
   * Gives a column a type that holds all its values: a longer integer, double for float or integers
   * up to int, decimals of more digits on both sides of the point, also for integers, and
   * timestamp_ntz for date (PROTOCOL.md, "Type Widening").
   *
   * @throws InvalidDataException if the type does not hold all values
   */
  public Alter type(String column, DataType type) {
    Argument.require(column, "column", "a column's name");
    Argument.require(type, "type", "a DataType");
    return run(new Alteration.Widen(column, type));
  }

  /** Allows nulls in a column. */
  public Alter optional(String column) {
    Argument.require(column, "column", "a column's name");
    return run(new Alteration.Nullability(column, true));
  }

  /**
   * Forbids nulls in a column. Reads files of which statistics do not tell that there are none.
   *
   * @throws InvalidDataException if there are any; tells how many, and a row that has one
   */
  public Alter required(String column) {
    Argument.require(column, "column", "a column's name");
    return run(new Alteration.Nullability(column, false));
  }

  /** Explains a column or field; an empty text takes the explanation away. */
  public Alter comment(String column, String text) {
    Argument.require(column, "column", "a column's name");
    Argument.require(text, "text", "a text, which may be empty");
    return run(new Alteration.Comment(column, text));
  }

  /** Explains the table; an empty text takes the explanation away. */
  public Alter description(String text) {
    Argument.require(text, "text", "a text, which may be empty");
    return run(new Alteration.Describe(text));
  }

  /**
   * Adds a CHECK constraint: a condition (docs/conditions.md) that must be true of every row, false
   * and null being none of that. Rows that are there are read and looked at. What breaks it later
   * is an {@link InvalidDataException} that names it: of a batch at once, of rows that come one by
   * one before they are committed.
   *
   * @param name in any case, of letters, digits and _
   * @throws InvalidDataException if there is one of that name, or it is not true of a row; tells of
   *     how many, and one of them
   */
  public Alter addCheck(String name, String condition) {
    Argument.require(name, "name", "a constraint's name");
    Argument.require(condition, "condition", "a condition, such as price >= 0");
    return run(new Alteration.AddConstraint(name, Predicate.parse(condition)));
  }

  /**
   * Drops a CHECK constraint.
   *
   * @throws InvalidDataException if there is none of that name
   */
  public Alter dropCheck(String name) {
    Argument.require(name, "name", "a constraint's name");
    return run(new Alteration.DropConstraint(name));
  }

  /**
   * Sets a property of the table. Those that begin with {@code delta.} are checked, and bring the
   * feature that they need; whatever is called otherwise is free.
   *
   * @throws InvalidDataException if there is no such property of Delta, or not with that value
   */
  public Alter property(String key, String value) {
    Argument.require(key, "key", "a property's name");
    Argument.require(value, "value", "a property's value");
    return run(new Alteration.SetProperty(key, value));
  }

  /**
   * Takes a property of the table away.
   *
   * @throws InvalidDataException if it is not set
   */
  public Alter removeProperty(String key) {
    Argument.require(key, "key", "a property's name");
    return run(new Alteration.UnsetProperty(key));
  }
}
