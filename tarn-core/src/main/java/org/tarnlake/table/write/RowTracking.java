package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.error.CorruptionException;
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
  static final String FEATURE = "rowTracking";

  private static final String DOMAIN = "delta.rowTracking";
  private static final String MARK = "rowIdHighWaterMark";
  private static final String SUSPENDED = "delta.rowTrackingSuspended";

  private RowTracking() {}

  /** Whether files that are added to the table must have row ids. */
  public static boolean isOn(TableHead head) {
    return head.protocol().impliedWriterFeatures().contains(FEATURE)
        && !"true".equalsIgnoreCase(head.metadata().configuration().get(SUSPENDED));
  }

  /**
   * The files with fresh ids, then the new high-water mark.
   *
   * @param domains of the version before
   * @param version which adds the files
   */
  public static List<Action> assign(
      List<AddFile> files, List<DomainMetadata> domains, long version) {
    List<Action> actions = new ArrayList<>(files.size() + 1);
    long mark = highWaterMark(domains);
    for (AddFile file : files) {
      actions.add(file.withRowIds(new RowIds(mark + 1, version)));
      mark += file.physicalRowCount();
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
