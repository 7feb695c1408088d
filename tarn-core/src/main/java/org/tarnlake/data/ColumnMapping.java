package org.tarnlake.data;

import org.tarnlake.schema.Field;

/**
 * What Delta's column mapping says of a field: the name and the id it has in files, if they are not
 * its own. Stateless.
 */
final class ColumnMapping {
  private static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";
  private static final String ID = "delta.columnMapping.id";

  private ColumnMapping() {}

  static String physicalName(Field field) {
    return field.metadata().get(PHYSICAL_NAME) instanceof String name ? name : field.name();
  }

  /** The id, or -1. */
  static int id(Field field) {
    return field.metadata().get(ID) instanceof Number id ? id.intValue() : -1;
  }
}
