package org.tarnlake.table.alter;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.TableHead;

/** The columns by which a table is clustered (PROTOCOL.md, "Clustered Table"). Pure. */
public final class Clustering {
  private static final String DOMAIN = "delta.clustering";

  private Clustering() {}

  /** Throws InvalidDataException if the table is clustered by a column that is to go. */
  public static void requireNotClustered(
      TableHead head, List<DomainMetadata> domains, List<String> columns) {
    for (DomainMetadata domain : domains) {
      if (domain.domain().equals(DOMAIN) && !domain.removed()) {
        List<List<String>> clustered = columns(domain.configuration());
        for (String column : columns) {
          FieldPlace place = FieldPlace.find(head.schema().columns(), column);
          List<String> physical = physical(head, place);
          if (!physical.isEmpty()
              && clustered.stream().anyMatch(each -> startsWith(each, physical))) {
            throw new InvalidDataException(
                "the table is clustered by column '%s', which cannot be dropped; cluster it otherwise first, with the engine that did"
                    .formatted(place.text()));
          }
        }
      }
    }
  }

  private static boolean startsWith(List<String> column, List<String> path) {
    return column.size() >= path.size() && column.subList(0, path.size()).equals(path);
  }

  private static List<String> physical(TableHead head, FieldPlace place) {
    List<String> names = new ArrayList<>();
    StructType struct = head.schema().columns();
    for (String name : place.parents()) {
      int ordinal = struct.indexOf(name);
      if (ordinal < 0 || !(struct.field(ordinal).type() instanceof StructType inner)) {
        return List.of(); // Lists and maps do not cluster.
      }
      names.add(head.columnMapping().physicalName(struct.field(ordinal)));
      struct = inner;
    }
    names.add(head.columnMapping().physicalName(place.field()));
    return names;
  }

  private static List<List<String>> columns(String configuration) {
    List<List<String>> columns = new ArrayList<>();
    try {
      if (JsonReader.parseObject(configuration).get("clusteringColumns") instanceof List<?> all) {
        for (Object each : all) {
          if (each instanceof List<?> path) {
            columns.add(path.stream().map(String::valueOf).toList());
          }
        }
      }
    } catch (JsonFormatException e) {
      throw new CorruptionException(
          "the domain %s holds '%s', which names no columns: %s"
              .formatted(DOMAIN, configuration, e.getMessage()),
          e);
    }
    return columns;
  }
}
