package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.RowIds;
import org.tarnlake.table.action.TableHead;

/** Gives the rows of new files the ids that row tracking asks for (PROTOCOL.md). Pure. */
public final class RowTracking {
  /** The property by which rows keep their ids, whatever is done to them. */
  public static final String PROPERTY = "delta.enableRowTracking";

  /** The tag by which a commit says that rows which it wrote anew have kept their ids. */
  public static final String PRESERVED = "delta.rowTracking.preserved";

  static final String FEATURE = "rowTracking";

  private static final String DOMAIN = "delta.rowTracking";
  private static final String MARK = "rowIdHighWaterMark";

  /** The property by which new rows have no ids. */
  public static final String SUSPENDED = "delta.rowTrackingSuspended";

  private RowTracking() {}

  /** Whether files that are added to the table must have row ids. */
  public static boolean isOn(TableHead head) {
    return head.protocol().impliedWriterFeatures().contains(FEATURE)
        && !"true".equalsIgnoreCase(head.metadata().configuration().get(SUSPENDED));
  }

  /** Whether a property says that rows keep their ids. */
  static boolean isAsked(TableHead head) {
    return "true".equalsIgnoreCase(head.metadata().configuration().get(PROPERTY));
  }

  /** Whether rows that are written anew keep their ids, and all rows have some. */
  public static boolean isEnabled(TableHead head) {
    return isAsked(head) && isOn(head);
  }

  /**
   * A table with the property, and all that it needs besides ids for the rows that are there.
   *
   * @param uuids for names in files
   * @throws InvalidDataException if the table does without ids for new rows
   */
  public static TableHead enabled(TableHead head, Supplier<UUID> uuids) {
    Map<String, String> properties = new LinkedHashMap<>(head.metadata().configuration());
    if ("true".equalsIgnoreCase(properties.get(SUSPENDED))) {
      throw new InvalidDataException(
          "%s cannot be set while %s is true, and that can only be taken away by the engine that set it"
              .formatted(PROPERTY, SUSPENDED));
    }
    RowIdColumns.addNames(properties, uuids);
    return new TableHead(
        head.protocol().withWriterFeature("domainMetadata").withWriterFeature(FEATURE),
        head.metadata().withConfiguration(properties));
  }

  /**
   * The files with ids, fresh ones where they have none, then the new high-water mark.
   *
   * @param rowCount how many rows are in a file, deleted ones included
   * @param domains of the version before
   * @param version which adds the files
   */
  public static List<Action> assign(
      List<AddFile> files,
      ToLongFunction<AddFile> rowCount,
      List<DomainMetadata> domains,
      long version) {
    List<Action> actions = new ArrayList<>(files.size() + 1);
    long before = highWaterMark(domains);
    long mark = before;
    for (AddFile file : files) {
      if (file.rowIds() != null) {
        actions.add(file);
      } else {
        actions.add(file.withRowIds(new RowIds(mark + 1, version)));
        mark += rowCount.applyAsLong(file);
      }
    }
    if (mark == before) {
      return actions;
    }
    String configuration = new JsonWriter().beginObject().field(MARK, mark).endObject().toText();
    actions.add(new DomainMetadata(DOMAIN, configuration, false));
    return actions;
  }

  private static long highWaterMark(List<DomainMetadata> domains) {
    for (DomainMetadata domain : domains) {
      if (domain.domain().equals(DOMAIN) && !domain.removed()) {
        return highWaterMark(domain.configuration());
      }
    }
    return -1;
  }

  private static long highWaterMark(String configuration) {
    try {
      JsonReader in = JsonReader.of(configuration);
      in.requireObject();
      for (String name = in.nextField(); name != null; name = in.nextField()) {
        if (name.equals(MARK)) {
          return in.longValue();
        }
        in.skip();
      }
    } catch (JsonFormatException e) {
      throw new CorruptionException(
          "the domain %s holds '%s', which is no high-water mark: %s"
              .formatted(DOMAIN, configuration, e.getMessage()),
          e);
    }
    throw new CorruptionException("the domain %s lacks %s".formatted(DOMAIN, MARK));
  }
}
