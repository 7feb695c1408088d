package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.predicate.Selection;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.alter.Alteration;
import org.tarnlake.table.alter.Clustering;
import org.tarnlake.table.alter.RequiredValues;
import org.tarnlake.table.scan.ScanCursor;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.statistics.FilePruner;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Statement;
import org.tarnlake.transaction.Workspace;

/** Gives tables other columns and properties. Stateless. */
public final class AlterStatement {
  private static final int SHOWN_COLUMNS = 4;
  private static final int SHOWN_CHARACTERS = 30;
  private static final String APPEND_ONLY = "delta.appendOnly";

  private AlterStatement() {}

  /**
   * Alters a table within a transaction: what follows sees it altered. What fails, changes nothing.
   *
   * @throws InvalidDataException if it cannot be altered so
   */
  public static void run(Workspace workspace, OwnTable table, Alteration alteration) {
    workspace.requirePresent(table);
    TableHead before = table.head();
    TableHead after;
    try {
      after = alteration.apply(before, workspace.lake().environment()::newUuid);
      if (after.equals(before)) {
        return;
      }
      check(workspace, table, alteration);
    } catch (InvalidDataException e) {
      throw new InvalidDataException("table %s: %s".formatted(table.name(), e.getMessage()), e);
    }
    workspace.alter(
        table,
        after,
        new Statement(alteration.operation(), alteration.parameters()),
        !looksAtRows(alteration));
  }

  /** Whether rows that others add or take could make it wrong. */
  private static boolean looksAtRows(Alteration alteration) {
    if (alteration instanceof Alteration.Add add) {
      return add.fields().stream().anyMatch(field -> !field.nullable());
    }
    return alteration instanceof Alteration.AddConstraint
        || (alteration instanceof Alteration.Nullability change && !change.nullable());
  }

  /** What the head alone does not tell. */
  private static void check(Workspace workspace, OwnTable table, Alteration alteration) {
    if (alteration instanceof Alteration.Add add) {
      for (Field field : add.fields()) {
        if (!field.nullable()) {
          requireEmpty(workspace, table, field);
        }
      }
    } else if (alteration instanceof Alteration.Nullability change && !change.nullable()) {
      requireValues(workspace, table, change.column());
    } else if (alteration instanceof Alteration.AddConstraint add) {
      requireTrue(workspace, table, add);
    } else if (alteration instanceof Alteration.Drop drop) {
      Clustering.requireNotClustered(table.head(), workspace.domains(table), drop.columns());
    } else if (alteration instanceof Alteration.SetProperty set
        && set.key().equals(APPEND_ONLY)
        && !workspace.deletions(table).isEmpty()) {
      throw new InvalidDataException(
          "this transaction deletes rows, so that it cannot set %s; do that in another one"
              .formatted(APPEND_ONLY));
    }
  }

  private static void requireEmpty(Workspace workspace, OwnTable table, Field field) {
    StructType first = new StructType(table.head().schema().columns().fields().subList(0, 1));
    try (ScanCursor rows = open(workspace, scan(workspace, table, first, null, 1))) {
      if (rows.next() != null) {
        throw new InvalidDataException(
            "column '%s' cannot be added as NOT NULL, since the rows that are there have no value in it; add it without NOT NULL, give it values (tarn update), and then forbid nulls (tarn alter ... not-null)"
                .formatted(field.name()));
      }
    }
  }

  private static void requireValues(Workspace workspace, OwnTable table, String column) {
    StructType columns = table.head().schema().columns();
    RequiredValues required = RequiredValues.of(columns, column);
    StructType read = some(columns, Set.of(required.column().name()));
    Predicate condition = required.condition();
    BoundPredicate bound = condition == null ? null : condition.bind(columns);
    long missing = 0;
    String example = "";
    try (ScanCursor rows = open(workspace, scan(workspace, table, read, bound, Long.MAX_VALUE))) {
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        for (int i = 0; i < batch.rowCount(); i++) {
          if (required.isMissing(batch.vector(required.column().name()), i)) {
            example = missing++ == 0 ? text(batch, i) : example;
          }
        }
      }
    }
    if (missing > 0) {
      throw new InvalidDataException(
          "column '%s' cannot become NOT NULL: %s no value in it, such as %s; give %s one first (tarn update)"
              .formatted(
                  required.name(),
                  missing == 1 ? "1 row has" : missing + " rows have",
                  example,
                  missing == 1 ? "it" : "each"));
    }
  }

  /** Throws InvalidDataException if a condition is not true of every row that is there. */
  private static void requireTrue(
      Workspace workspace, OwnTable table, Alteration.AddConstraint constraint) {
    StructType columns = table.head().schema().columns();
    BoundPredicate condition = constraint.condition().bind(columns);
    StructType read = some(columns, condition.columns());
    long wrong = 0;
    String example = "";
    try (ScanCursor rows = open(workspace, scan(workspace, table, read, null, Long.MAX_VALUE))) {
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        Selection passing = condition.evaluate(batch);
        if (wrong == 0 && !passing.isAll()) {
          int row = 0;
          while (row < passing.count() && passing.rows()[row] == row) {
            row++;
          }
          example = text(batch, row);
        }
        wrong += batch.rowCount() - passing.count();
      }
    }
    if (wrong > 0) {
      throw new InvalidDataException(
          "constraint '%s' cannot be added: %s is not true of %s, such as %s; change or delete %s first"
              .formatted(
                  constraint.name(),
                  constraint.condition().text(),
                  wrong == 1 ? "1 row" : wrong + " rows",
                  example,
                  wrong == 1 ? "it" : "them"));
    }
  }

  /** These columns, and the first ones beside them, by which people know the row. */
  private static StructType some(StructType columns, Set<String> names) {
    List<Field> fields = new ArrayList<>();
    for (Field field : columns.fields()) {
      if (names.contains(field.name()) || fields.size() < SHOWN_COLUMNS) {
        fields.add(field);
      }
    }
    return new StructType(fields);
  }

  private static String text(Batch batch, int row) {
    Map<String, String> shown = new LinkedHashMap<>();
    for (Field field : batch.type().fields()) {
      String text = String.valueOf(batch.vector(field.name()).valueAt(row));
      shown.put(
          field.name(),
          text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text);
    }
    return shown.toString();
  }

  private static TableScan scan(
      Workspace workspace,
      OwnTable table,
      StructType columns,
      @Nullable BoundPredicate condition,
      long limit) {
    TableHead head = table.head();
    if (condition == null) {
      workspace.noteRead(table, file -> true);
    } else {
      workspace.noteRead(
          table, new FilePruner(head.schema(), head.columnMapping(), condition)::mayMatch);
    }
    return new TableScan(
            table.location(),
            head.schema(),
            head.columnMapping(),
            workspace.files(table),
            workspace.bufferedRows(table),
            columns,
            condition,
            limit)
        .without(workspace.deletions(table));
  }

  private static ScanCursor open(Workspace workspace, TableScan scan) {
    return scan.open(workspace.lake().dataFiles(), workspace.lake().environment().background());
  }
}
