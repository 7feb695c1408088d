package org.tarnlake.lake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a lake's own files, and back from names to numbers. Stateless. */
public final class LakeNames {
  /** The folder of what is the lake's own. */
  public static final String FOLDER = "_tarn/";

  /** The lake's identity and format version. */
  public static final String IDENTITY = "_tarn/lake.json";

  /** The folder of the log. */
  public static final String LOG = "_tarn/log/";

  /** A hint: the newest lake checkpoint, or an older one, or garbage. */
  public static final String LAST_CHECKPOINT = LOG + "_last_checkpoint";

  /** Where a repair, a backup or the publisher puts what the log does not vouch for. */
  public static final String LOST_AND_FOUND = "_tarn/lost+found/";

  /** Stands in the target of a first backup until that is whole. */
  public static final String UNFINISHED_BACKUP = "_tarn/unfinished-backup";

  private static final Pattern ENTRY = Pattern.compile("_tarn/log/([0-9]{20})\\.json");
  private static final Pattern CHECKPOINT =
      Pattern.compile("_tarn/log/([0-9]{20})\\.checkpoint\\.json");

  private LakeNames() {}

  public static String entry(long version) {
    return LOG + padded(version) + ".json";
  }

  public static String checkpoint(long version) {
    return LOG + padded(version) + ".checkpoint.json";
  }

  /** The lake version of a log entry's name; -1 for any other name. */
  public static long entryVersion(String name) {
    return number(ENTRY, name);
  }

  /** The lake version of a checkpoint's name; -1 for any other name. */
  public static long checkpointVersion(String name) {
    return number(CHECKPOINT, name);
  }

  private static long number(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      return -1;
    }
    try {
      return Long.parseLong(matcher.group(1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String padded(long version) {
    String digits = Long.toString(version);
    return "0".repeat(20 - digits.length()) + digits;
  }
}
