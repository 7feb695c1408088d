package org.tarnlake.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.tarnlake.Lake;
import org.tarnlake.store.ObjectStore;

/** Tables that ask for files of changes, as another engine would have them do. */
public final class FeedTables {
  private FeedTables() {}

  /** Has a table of a lake ask for files of changes: another engine says so while it is out. */
  public static void enable(Lake lake, ObjectStore store, String table) {
    String location = lake.latest().table(table).location();
    lake.detach(table);
    enable(store, location + "/", "true");
    lake.attach(table, location);
  }

  /**
   * Puts a commit that sets the property.
   *
   * @param location of the table, with a slash at its end; empty if the store is the table
   */
  public static void enable(ObjectStore store, String location, String value) {
    String log = location + "_delta_log/";
    try {
      String protocol = "";
      String metadata = "";
      long version = 0;
      for (byte[] commit = find(store, log, 0); commit != null; commit = find(store, log, version)) {
        for (String line : new String(commit, UTF_8).split("\n")) {
          protocol = line.startsWith("{\"protocol\"") ? line : protocol;
          metadata = line.startsWith("{\"metaData\"") ? line : metadata;
        }
        version++;
      }
      String property = "\"delta.enableChangeDataFeed\":\"";
      metadata =
          metadata.contains(property)
              ? metadata.replaceFirst(property + "[a-z]*", property + value)
              : metadata
                  .replace("\"configuration\":{", "\"configuration\":{" + property + value + "\",")
                  .replace(",}", "}");
      if (!protocol.contains("changeDataFeed") && protocol.contains("\"writerFeatures\":[")) {
        protocol =
            protocol
                .replace("\"writerFeatures\":[", "\"writerFeatures\":[\"changeDataFeed\",")
                .replace(",]", "]");
      } else if (!protocol.contains("changeDataFeed")) {
        protocol = protocol.replaceFirst("\"minWriterVersion\":[0-9]", "\"minWriterVersion\":4");
      }
      List<String> lines = new ArrayList<>();
      lines.add(
          "{\"commitInfo\":{\"inCommitTimestamp\":%s,\"timestamp\":%s,\"operation\":\"SET TBLPROPERTIES\",\"operationParameters\":{}}}"
              .formatted(System.currentTimeMillis(), System.currentTimeMillis()));
      lines.add(protocol);
      lines.add(metadata);
      String name = log + "%020d.json".formatted(version);
      store.putIfAbsent(name, (String.join("\n", lines) + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] find(ObjectStore store, String log, long version) throws IOException {
    try {
      return store.get(log + "%020d.json".formatted(version));
    } catch (java.nio.file.NoSuchFileException e) {
      return null;
    }
  }
}
