package org.tarnlake.maintenance.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;

/**
 * The folders within a table's folder that are other tables, or lakes. Their logs are not the
 * table's, and no file there is a leftover of its transactions; what the table's own log names is
 * its own also there. Immutable.
 */
public final class InnerFolders {
  private final Set<String> lakes = new TreeSet<>();
  private final Set<String> tables = new TreeSet<>();

  private InnerFolders() {}

  /** Finds them among all objects in a table's folder. */
  public static InnerFolders among(List<ObjectInfo> objects, String location) {
    InnerFolders found = new InnerFolders();
    int start = DeltaNames.dataFile(location, "").length();
    for (ObjectInfo each : objects) {
      String name = each.name();
      int log = name.indexOf("/" + DeltaNames.log(""), start);
      if (log > 0) {
        found.tables.add(name.substring(0, log + 1));
      }
      int lake = name.length() - LakeNames.IDENTITY.length();
      if (lake >= start && lake > 0 && name.endsWith("/" + LakeNames.IDENTITY)) {
        found.lakes.add(name.substring(0, lake));
      }
    }
    return found;
  }

  /** Whether an object lies in one of them. */
  public boolean contain(String object) {
    return isIn(lakes, object) || isIn(tables, object);
  }

  private static boolean isIn(Set<String> folders, String object) {
    if (folders.isEmpty()) {
      return false;
    }
    int slash = object.indexOf('/');
    while (slash >= 0 && !folders.contains(object.substring(0, slash + 1))) {
      slash = object.indexOf('/', slash + 1);
    }
    return slash >= 0;
  }

  /** Whether an object lies in the log of one of them. */
  public boolean isOfALog(String object) {
    return tables.stream().anyMatch(each -> object.startsWith(each + DeltaNames.log("")))
        || lakes.stream().anyMatch(each -> object.startsWith(each + LakeNames.FOLDER));
  }

  /** What is to be said of each log, by its name: of tables within lakes, of the lakes only. */
  public Map<String, String> logs() {
    Map<String, String> words = new TreeMap<>();
    for (String each : lakes) {
      words.put(each + LakeNames.FOLDER, "it is that of another lake, within a table's folder");
    }
    for (String each : tables) {
      if (!isIn(lakes, each)) {
        words.put(
            each + DeltaNames.log(""), "it is the log of another table, within a table's folder");
      }
    }
    return words;
  }
}
