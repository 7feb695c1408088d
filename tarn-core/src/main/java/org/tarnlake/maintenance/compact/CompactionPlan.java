package org.tarnlake.maintenance.compact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.AddFile;

/**
 * Which files of a table are worth being written anew, and which together. Pure.
 *
 * <p>A file is looked at if it has less than three quarters of the wanted size, or if a tenth of
 * its rows is deleted. Such files of one partition are put together in the order in which they were
 * made, so that rows stay near those that came with them, up to the wanted size.
 */
final class CompactionPlan {
  private static final double SMALL = 0.75;
  private static final double MANY_DELETED = 0.1;

  /** A step reads no more than this before it commits, but at least one group. */
  private static final long STEP_BYTES = 1L << 30;

  /** So that the commit of a step, which names each file, stays small. */
  private static final int STEP_FILES = 2_000;

  private final long targetBytes;
  private final Map<Map<String, @Nullable String>, List<AddFile>> partitions =
      new LinkedHashMap<>();

  CompactionPlan(long targetBytes) {
    this.targetBytes = targetBytes;
  }

  /** Files whose rows go into one new file, in the order of these. */
  record Group(List<AddFile> files) {
    long bytes() {
      return files.stream().mapToLong(AddFile::sizeBytes).sum();
    }

    /** What is read for each file that there is less of; where only deleted rows go, for one. */
    private double price() {
      return bytes() / (double) Math.max(1, files.size() - 1);
    }
  }

  /** Looks at a file of the table. */
  void add(AddFile file) {
    if (file.sizeBytes() < SMALL * targetBytes || hasManyDeleted(file)) {
      partitions.computeIfAbsent(file.partitionValues(), each -> new ArrayList<>()).add(file);
    }
  }

  private static boolean hasManyDeleted(AddFile file) {
    return liveShare(file) <= 1 - MANY_DELETED;
  }

  /** How much of a file's rows is left; 1 if that is not known. */
  private static double liveShare(AddFile file) {
    long rows = file.physicalRowCount();
    return rows <= 0 ? 1 : file.rowCount() / (double) rows;
  }

  /** The steps, those first that make the most files fewer for what they read. */
  List<List<Group>> steps() {
    List<Group> groups = new ArrayList<>();
    partitions.values().forEach(files -> group(files, groups));
    groups.sort(Comparator.comparingDouble(Group::price));
    List<List<Group>> steps = new ArrayList<>();
    List<Group> step = new ArrayList<>();
    long bytes = 0;
    int files = 0;
    for (Group group : groups) {
      boolean isFull = bytes + group.bytes() > STEP_BYTES;
      if (!step.isEmpty() && (isFull || files + group.files.size() > STEP_FILES)) {
        steps.add(step);
        step = new ArrayList<>();
        bytes = 0;
        files = 0;
      }
      step.add(group);
      bytes += group.bytes();
      files += group.files.size();
    }
    if (!step.isEmpty()) {
      steps.add(step);
    }
    return steps;
  }

  private void group(List<AddFile> files, List<Group> groups) {
    files.sort(Comparator.comparingLong(AddFile::modifiedMillis));
    List<AddFile> group = new ArrayList<>();
    double bytes = 0;
    for (AddFile file : files) {
      double more = file.sizeBytes() * liveShare(file);
      if (!group.isEmpty() && (bytes + more > targetBytes || group.size() == STEP_FILES)) {
        end(group, groups);
        group = new ArrayList<>();
        bytes = 0;
      }
      group.add(file);
      bytes += more;
    }
    end(group, groups);
  }

  private static void end(List<AddFile> group, List<Group> groups) {
    if (group.size() > 1 || (group.size() == 1 && hasManyDeleted(group.get(0)))) {
      groups.add(new Group(List.copyOf(group)));
    }
  }
}
