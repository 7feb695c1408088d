package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.PartitionValues;

/** What an add must say of its file: partition values and statistics that fit the schema. Pure. */
final class AddCheck {
  private AddCheck() {}

  /**
   * What is wrong.
   *
   * @param schema with the names that adds use
   * @param isAltered whether the table had another schema once, by which the file may be written
   */
  static List<String> flaws(Schema schema, AddFile add, boolean isAltered) {
    List<String> flaws = new ArrayList<>();
    partitionValues(flaws, schema, add.partitionValues());
    String statistics = add.statistics();
    if (statistics != null) {
      StatisticsRules.check(flaws, schema.columns(), statistics, isAltered);
    }
    return flaws.stream().map(flaw -> "data file %s: %s".formatted(add.path(), flaw)).toList();
  }

  private static void partitionValues(
      List<String> flaws, Schema schema, Map<String, @Nullable String> values) {
    for (String name : schema.partitionColumns()) {
      Field field = schema.columns().field(schema.columns().indexOf(name));
      if (!values.containsKey(name)) {
        flaws.add("it has no value of partition column '%s'".formatted(name));
        continue;
      }
      try {
        Object value = PartitionValues.parse(field.type(), values.get(name));
        if (value == null && !field.nullable()) {
          flaws.add("partition column '%s' is null, but NOT NULL".formatted(name));
        }
      } catch (InvalidDataException e) {
        flaws.add("partition column '%s': %s".formatted(name, e.getMessage()));
      }
    }
    for (String name : values.keySet()) {
      if (!schema.partitionColumns().contains(name)) {
        flaws.add("'%s' is no partition column".formatted(name));
      }
    }
  }
}
