package org.tarnlake.transaction;

import java.util.List;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.TableName;

/** The message for a table that does not exist. Stateless. */
public final class MissingTable {
  private MissingTable() {}

  /** Names the table that is missing, and one that may be meant or those that there are. */
  public static String message(TableName missing, List<TableName> tables) {
    if (tables.isEmpty()) {
      return "there is no table '%s'; the lake has no tables yet, create one".formatted(missing);
    }
    List<String> names = tables.stream().map(TableName::toString).toList();
    return "there is no table '%s'%s; the tables are %s"
        .formatted(missing, NameHint.didYouMean(missing.toString(), names), NameHint.list(names));
  }
}
