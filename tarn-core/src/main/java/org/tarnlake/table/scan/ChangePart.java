package org.tarnlake.table.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.row.ChangeType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;

/**
 * The rows of one file that a commit changed (PROTOCOL.md, "Add CDC File"). Immutable.
 *
 * <p>A commit with files of changes says in these, and nowhere else, what it changed. Of any other
 * commit the rows of removed files are deleted and those of added ones inserted; of a file that it
 * both removes and adds, those by which its deletion vectors differ. What changes no data is no
 * change.
 *
 * @param file whose rows they are
 * @param type what happened to them; null if the file itself tells that of each row
 * @param without a vector of rows which are not among them; null if there is none
 * @param within the vector that has the rows; null if they are all that {@code without} leaves
 */
public record ChangePart(
    AddFile file,
    @Nullable ChangeType type,
    @Nullable DeletionVector without,
    @Nullable DeletionVector within) {

  public ChangePart {
    Objects.requireNonNull(file, "file");
  }

  /** What a commit changed: what goes comes before what is new. */
  public static List<ChangePart> of(List<Action> commit) {
    List<ChangePart> told = new ArrayList<>();
    Map<String, RemoveFile> removes = new LinkedHashMap<>();
    Map<String, AddFile> adds = new LinkedHashMap<>();
    for (Action action : commit) {
      if (action instanceof CdcFile cdc) {
        told.add(new ChangePart(cdc.asData(), null, null, null));
      } else if (action instanceof RemoveFile remove) {
        removes.put(FileKey.of(remove).path(), remove);
      } else if (action instanceof AddFile add) {
        adds.put(FileKey.of(add).path(), add);
      }
    }
    return told.isEmpty() ? derived(removes, adds) : told;
  }

  private static List<ChangePart> derived(
      Map<String, RemoveFile> removes, Map<String, AddFile> adds) {
    List<ChangePart> goes = new ArrayList<>();
    List<ChangePart> comes = new ArrayList<>();
    Map<String, AddFile> fresh = new HashMap<>(adds);
    removes.forEach(
        (path, remove) -> {
          AddFile add = fresh.remove(path);
          if (add == null && remove.dataChange()) {
            AddFile was = asAdd(remove);
            goes.add(new ChangePart(was, ChangeType.DELETE, was.deletionVector(), null));
          } else if (add != null && add.dataChange()) {
            DeletionVector before = remove.deletionVector();
            DeletionVector after = add.deletionVector();
            if (after != null && !after.equals(before)) {
              goes.add(new ChangePart(add, ChangeType.DELETE, before, after));
            }
            if (before != null && !before.equals(after)) {
              comes.add(new ChangePart(add, ChangeType.INSERT, after, before));
            }
          }
        });
    adds.forEach(
        (path, add) -> {
          if (add.dataChange() && fresh.containsKey(path)) {
            comes.add(new ChangePart(add, ChangeType.INSERT, add.deletionVector(), null));
          }
        });
    goes.addAll(comes);
    return goes;
  }

  /** A file as it was, as far as the commit says. */
  private static AddFile asAdd(RemoveFile remove) {
    Map<String, @Nullable String> values = remove.partitionValues();
    return new AddFile(
        remove.path(),
        values == null ? Map.of() : values,
        remove.sizeBytes(),
        0,
        true,
        null,
        remove.deletionVector(),
        null,
        Map.of(),
        null);
  }

  /** Whether the commit says all that it takes to read the file: some say little of one removed. */
  public boolean isReadable(Schema schema, ColumnMapping mapping) {
    boolean isKnown = file.sizeBytes() >= 0;
    for (Field field : schema.columns().fields()) {
      isKnown &=
          !schema.partitionColumns().contains(field.name())
              || file.partitionValues().containsKey(mapping.physicalName(field));
    }
    return isKnown;
  }

  /** The same of a file of which all is known. */
  public ChangePart withFile(AddFile known) {
    return new ChangePart(known, type, without, within);
  }
}
