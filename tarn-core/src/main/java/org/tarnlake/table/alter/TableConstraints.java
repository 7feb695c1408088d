package org.tarnlake.table.alter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.NameHint;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.Constraints;
import org.tarnlake.table.write.SharedMeaning;

/** The CHECK constraints of tables, by their names in any case (PROTOCOL.md). Pure. */
final class TableConstraints {
  private TableConstraints() {}

  static TableHead added(TableHead head, String name, Predicate condition) {
    if (!name.matches("\\w+")) {
      throw new InvalidDataException(
          "'%s' is no name of a constraint: letters, digits and _ make one".formatted(name));
    }
    condition.bind(head.schema().columns());
    SharedMeaning.require(condition.text(), head.schema().columns());
    Map<String, String> properties = new LinkedHashMap<>(head.metadata().configuration());
    String key = Constraints.PROPERTY + name.toLowerCase(Locale.ROOT);
    String before = properties.put(key, condition.text());
    if (before != null) {
      throw new InvalidDataException(
          "there is a constraint '%s' already (%s); %s"
              .formatted(
                  name.toLowerCase(Locale.ROOT),
                  before,
                  "take it away first (tarn alter ... uncheck), or take another name"));
    }
    Protocol protocol = head.protocol().withWriterFeature("checkConstraints");
    return new TableHead(protocol, head.metadata().withConfiguration(properties));
  }

  static TableHead dropped(TableHead head, String name) {
    Map<String, String> properties = new LinkedHashMap<>(head.metadata().configuration());
    if (properties.remove(Constraints.PROPERTY + name.toLowerCase(Locale.ROOT)) == null) {
      List<String> names =
          properties.keySet().stream()
              .filter(key -> key.startsWith(Constraints.PROPERTY))
              .map(key -> key.substring(Constraints.PROPERTY.length()))
              .toList();
      throw new InvalidDataException(
          "there is no constraint '%s'%s; %s"
              .formatted(
                  name,
                  NameHint.didYouMean(name, names),
                  names.isEmpty() ? "the table has none" : "there are " + NameHint.list(names)));
    }
    return new TableHead(head.protocol(), head.metadata().withConfiguration(properties));
  }
}
