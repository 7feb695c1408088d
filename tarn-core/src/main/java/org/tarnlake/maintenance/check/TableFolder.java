package org.tarnlake.maintenance.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;

/**
 * What lies in a table's folder, by kind. Immutable.
 *
 * <p>What other engines leave there is expected: checkpoints, their hint and sidecars, compacted
 * logs, manifests, deletion vectors, change data, and the hidden checksums of Hadoop's local file
 * system; so are drafts of checkpoints.
 *
 * @param published the versions of the commits in {@code _delta_log}
 * @param staged the names of staged commits
 * @param compacted the last version of each object that stands for several commits
 * @param dataFiles the sizes of all objects outside {@code _delta_log}, by path within the table
 * @param changeFiles the sizes of files of changes, likewise
 * @param strange how many objects in {@code _delta_log} are of no known kind
 * @param inner other tables and lakes within the folder
 * @param hasFileForLog whether a file, or a link that leads nowhere, is where the log has to be
 */
record TableFolder(
    TreeSet<Long> published,
    TreeSet<String> staged,
    TreeMap<String, Long> compacted,
    Map<String, Long> dataFiles,
    Map<String, Long> changeFiles,
    int strange,
    InnerFolders inner,
    boolean hasFileForLog) {
  private static final Pattern COMMIT = Pattern.compile("00([0-9]{18})\\.json");
  private static final Pattern COMPACTED =
      Pattern.compile("[0-9]{20}\\.00([0-9]{18})\\.compacted\\.json");
  private static final Pattern EXPECTED =
      Pattern.compile(
          "[0-9]{20}\\.crc|[0-9]{20}\\.checkpoint\\..*"
              + "|_last_checkpoint|_sidecars/.*|(.*/)?\\..*\\.crc");
  private static final Pattern FOREIGN_DATA =
      Pattern.compile(
          "_symlink_format_manifest/.*|(.*/)?\\..*\\.crc"
              + "|(.*/)?deletion_vector_[0-9a-f-]{36}\\.bin|checkpoint-[0-9a-f-]{36}\\.draft\\.parquet");

  /** Whether neither a commit nor a data file is there. */
  boolean isEmpty() {
    boolean hasLog = !published.isEmpty() || !staged.isEmpty() || strange > 0 || hasFileForLog;
    return !hasLog && dataFiles.isEmpty();
  }

  static TableFolder list(ObjectStore store, String location) {
    TreeSet<Long> published = new TreeSet<>();
    TreeMap<String, Long> compacted = new TreeMap<>();
    TreeSet<String> staged = new TreeSet<>();
    Map<String, Long> dataFiles = new HashMap<>();
    Map<String, Long> changeFiles = new HashMap<>();
    int strange = 0;
    String log = DeltaNames.log(location);
    List<ObjectInfo> all = StoreAccess.list(store, location.isEmpty() ? "" : location + "/", "");
    InnerFolders inner = InnerFolders.among(all, location);
    boolean hasFileForLog = false;
    for (ObjectInfo object : all) {
      if (!object.name().startsWith(log)) {
        String path = object.name().substring(log.length() - "_delta_log/".length());
        if (log.equals(object.name() + "/")) {
          hasFileForLog = true;
        } else if (!inner.isOfALog(object.name()) && !FOREIGN_DATA.matcher(path).matches()) {
          (path.startsWith("_change_data/") ? changeFiles : dataFiles)
              .put(path, object.sizeBytes());
        }
        continue;
      }
      String name = object.name().substring(log.length());
      Matcher several = COMPACTED.matcher(name);
      if (several.matches()) {
        compacted.put(object.name(), Long.valueOf(several.group(1)));
        continue;
      }
      Matcher commit = COMMIT.matcher(name);
      if (commit.matches()) {
        published.add(Long.parseLong(commit.group(1)));
      } else if (name.startsWith("_staged_commits/") && name.endsWith(".json")) {
        staged.add(object.name());
      } else if (!EXPECTED.matcher(name).matches()) {
        strange++;
      }
    }
    return new TableFolder(
        published, staged, compacted, dataFiles, changeFiles, strange, inner, hasFileForLog);
  }
}
