package org.tarnlake.table.alter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FieldIds;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.RowIdColumns;

/** In words, what a commit did to a table's schema, properties or protocol. Pure. */
public final class HeadDifference {
  private static final int TOLD_MAX = 3;
  private static final Set<String> COUNTERS = Set.of(MappedColumns.MAX_ID, Metadata.MAX_FIELD_ID);

  /** What a change of columns brings along. */
  private static final Set<String> ENABLED = Set.of(MappedColumns.MODE, TypeWidening.PROPERTY);

  private final List<String> told = new ArrayList<>();

  private HeadDifference() {}

  /** Such as {@code column price was renamed to cost}; follows "it changed the table: ". */
  public static String text(TableHead before, TableHead after) {
    HeadDifference difference = new HeadDifference();
    if (before.metadata().flaw() == null && after.metadata().flaw() == null) {
      difference.schemas(before.schema(), after.schema());
    }
    difference.properties(before.metadata().configuration(), after.metadata().configuration());
    if (!Objects.equals(before.metadata().description(), after.metadata().description())) {
      difference.told.add("its description changed");
    }
    difference.protocols(before, after);
    List<String> told = difference.told;
    if (told.isEmpty()) {
      return "its schema, protocol or properties were written anew";
    }
    int more = told.size() - TOLD_MAX;
    return more <= 1
        ? String.join("; ", told)
        : String.join("; ", told.subList(0, TOLD_MAX)) + "; and %s more changes".formatted(more);
  }

  private void schemas(Schema before, Schema after) {
    fields("", before.columns(), after.columns());
    if (before.partitionColumns().size() != after.partitionColumns().size()) {
      told.add("it is partitioned otherwise");
    }
  }

  private void fields(String around, StructType before, StructType after) {
    Map<String, Field> known = new LinkedHashMap<>();
    before.fields().forEach(field -> known.put(identity(field, after), field));
    List<String> stayed = new ArrayList<>();
    List<String> come = new ArrayList<>();
    for (Field field : after.fields()) {
      Field was = known.remove(identity(field, before));
      if (was == null) {
        come.add("column %s%s was added".formatted(around, field.name()));
      } else {
        stayed.add(was.name());
        field(around, was, field);
      }
    }
    known
        .values()
        .forEach(gone -> told.add("column %s%s was dropped".formatted(around, gone.name())));
    told.addAll(come);
    List<String> order = new ArrayList<>(before.names());
    order.retainAll(new HashSet<>(stayed));
    if (!order.equals(stayed)) {
      told.add("columns stand in another order");
    }
  }

  /** By what a field is the same one under another name: its id, if both sides have ids. */
  private static String identity(Field field, StructType others) {
    boolean haveIds =
        FieldIds.id(field) >= 0 && others.fields().stream().allMatch(f -> FieldIds.id(f) >= 0);
    boolean haveMappedIds =
        ColumnMapping.id(field) >= 0
            && others.fields().stream().allMatch(f -> ColumnMapping.id(f) >= 0);
    return haveIds
        ? "id " + FieldIds.id(field)
        : haveMappedIds
            ? "id " + ColumnMapping.id(field)
            : "name " + ColumnMapping.NAME.physicalName(field);
  }

  private void field(String around, Field before, Field after) {
    String path = around + before.name();
    if (!before.name().equals(after.name())) {
      told.add("column %s was renamed to %s".formatted(path, after.name()));
    }
    if (before.nullable() != after.nullable()) {
      told.add("column %s %s".formatted(path, mayBeNull(after.nullable())));
    }
    if (!Objects.equals(before.metadata().get("comment"), after.metadata().get("comment"))) {
      told.add("the comment of column %s changed".formatted(path));
    }
    types(path, before.type(), after.type());
  }

  private static String mayBeNull(boolean nullable) {
    return nullable ? "may be null now" : "must not be null now";
  }

  private void types(String path, DataType before, DataType after) {
    if (before instanceof StructType was && after instanceof StructType is) {
      fields(path + ".", was, is);
    } else if (before instanceof ListType was && after instanceof ListType is) {
      entries(path + ".element", was.elementNullable(), is.elementNullable());
      types(path + ".element", was.element(), is.element());
    } else if (before instanceof MapType was && after instanceof MapType is) {
      entries(path + ".value", was.valueNullable(), is.valueNullable());
      types(path + ".key", was.key(), is.key());
      types(path + ".value", was.value(), is.value());
    } else if (!before.equals(after)) {
      told.add("column %s became %s".formatted(path, after.text()));
    }
  }

  private void entries(String path, boolean before, boolean after) {
    if (before != after) {
      told.add("column %s %s".formatted(path, mayBeNull(after)));
    }
  }

  private void properties(Map<String, String> before, Map<String, String> after) {
    Map<String, String> gone = new HashMap<>(before);
    after.forEach(
        (key, value) -> {
          String was = gone.remove(key);
          boolean follows =
              COUNTERS.contains(key)
                  || RowIdColumns.isName(key)
                  || (!told.isEmpty() && ENABLED.contains(key));
          if (!value.equals(was) && !follows) {
            told.add("property %s was set to '%s'".formatted(key, value));
          }
        });
    new TreeSet<>(gone.keySet())
        .forEach(key -> told.add("property %s was taken away".formatted(key)));
  }

  private void protocols(TableHead before, TableHead after) {
    if (!told.isEmpty() || before.protocol().equals(after.protocol())) {
      return;
    }
    List<String> features = new ArrayList<>(after.protocol().impliedWriterFeatures());
    features.removeAll(before.protocol().impliedWriterFeatures());
    told.add(
        features.isEmpty()
            ? "its protocol changed"
            : "it has the feature " + String.join(", ", features));
  }
}
