package org.tarnlake.lake;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.write.LakeMembership;

/**
 * Says why a folder is no lake: perhaps tables stand there whose {@code _tarn} is lost, or a backup
 * did not come to its end. Stateless.
 */
public final class LostLake {
  /** How deep a local folder is searched: a table's folder is as deep as its name has parts. */
  private static final int DEPTH = 6;

  /** How many files and folders are looked at. */
  private static final int LOOKS = 10_000;

  /** How many tables a message names. */
  private static final int NAMED = 3;

  /** How many tables are loaded to see whether they are a lake's. */
  private static final int LOADED = 10;

  private LostLake() {}

  /** The error for a folder that is no lake, with the remedy. */
  public static InvalidDataException noLake(ObjectStore store) {
    Set<String> tables = tableFolders(store);
    if (tables.isEmpty()) {
      return new InvalidDataException(
          "%s is no lake: it has no %s; make one with 'tarn init' or Lake.create"
              .formatted(store.location(), LakeNames.IDENTITY));
    }
    String way =
        isOneInLake(store, tables)
            ? "its tables stand there (%s), but its _tarn is missing: copy _tarn from a backup, or run 'tarn adopt %s'"
            : "Delta tables stand there (%s); 'tarn adopt %s' makes a lake of them";
    return new InvalidDataException(
        "%s is no lake: %s"
            .formatted(store.location(), way.formatted(words(tables), store.location())));
  }

  /**
   * Requires that no tables of a lake whose {@code _tarn} is lost stand in a folder, since a new
   * lake would never have them; and that the folder lies in no other lake or table, which would
   * take the new one's files for its own.
   *
   * @throws InvalidDataException if they do
   */
  static void requireNone(ObjectStore store) {
    if (store instanceof LocalStore) {
      requireNoneAround(Path.of(store.location()));
    }
    Set<String> tables = tableFolders(store);
    if (!tables.isEmpty() && isOneInLake(store, tables)) {
      throw new InvalidDataException(
          "cannot create a lake in %s: tables of a lake stand there (%s) whose _tarn is missing; copy _tarn from a backup, or run 'tarn adopt %s'"
              .formatted(store.location(), words(tables), store.location()));
    }
  }

  /**
   * Requires that a folder lies in no lake or table.
   *
   * @throws InvalidDataException if it does
   */
  public static void requireNoneAround(Path folder) {
    Path around = folder.toAbsolutePath().normalize().getParent();
    for (; around != null; around = around.getParent()) {
      boolean isLake = Files.exists(around.resolve(LakeNames.IDENTITY));
      if (isLake || Files.isDirectory(around.resolve(DeltaNames.log("")))) {
        throw within(folder, around, isLake ? "which is a lake" : "which is a Delta table");
      }
    }
  }

  /** The error for a new lake that would lie within something else. */
  public static InvalidDataException within(Object folder, Object around, String what) {
    return new InvalidDataException(
        "cannot create a lake in %s: it lies within %s, %s; make it beside that"
            .formatted(folder, around, what));
  }

  /**
   * Requires that a folder is no unfinished backup.
   *
   * @throws InvalidDataException if it is
   */
  public static void requireNoUnfinishedBackup(ObjectStore store) {
    if (StoreAccess.exists(store, LakeNames.UNFINISHED_BACKUP)) {
      throw new InvalidDataException(
          "%s is an unfinished backup: run 'tarn backup LAKE %s' again"
              .formatted(store.location(), store.location()));
    }
  }

  private static String words(Set<String> tables) {
    List<String> some = List.copyOf(tables).subList(0, Math.min(NAMED, tables.size()));
    int more = tables.size() - some.size();
    return String.join(", ", some) + (more > 0 ? " and %s more".formatted(more) : "");
  }

  /** Whether only the log of a lake may commit to one of the first tables. */
  private static boolean isOneInLake(ObjectStore store, Set<String> locations) {
    return locations.stream().limit(LOADED).anyMatch(each -> isInLake(store, each));
  }

  private static boolean isInLake(ObjectStore store, String location) {
    try {
      TableState state = new TableLog(store, location).loadNewest();
      return LakeMembership.isInLake(new TableHead(state.protocol(), state.metadata()));
    } catch (TarnException e) {
      // What cannot be read tells nothing.
      return false;
    }
  }

  /**
   * What lies within a lake's folder, by paths relative to that. Immutable.
   *
   * @param tables the folders of tables, but for those of lakes further down
   * @param lakes the folders of other lakes; on a disk not of those in tables' folders
   */
  public record Folders(Set<String> tables, Set<String> lakes) {
    public Folders {
      tables = Collections.unmodifiableSet(tables);
      lakes = Collections.unmodifiableSet(lakes);
    }
  }

  private static Set<String> tableFolders(ObjectStore store) {
    return folders(store).tables();
  }

  /** Looks for tables and other lakes. On a disk the search is bounded. */
  public static Folders folders(ObjectStore store) {
    return store instanceof LocalStore ? onDisk(Path.of(store.location())) : listed(store);
  }

  private static Folders listed(ObjectStore store) {
    List<String> names = StoreAccess.list(store, "", "").stream().map(ObjectInfo::name).toList();
    return new Folders(withoutLakes(tables(names), names), lakes(names));
  }

  private static Set<String> tables(List<String> names) {
    Set<String> tables = new TreeSet<>();
    String log = "/" + DeltaNames.log("");
    for (String name : names) {
      int end = name.indexOf(log);
      if (end > 0 && !name.startsWith("_")) {
        tables.add(name.substring(0, end));
      }
    }
    return tables;
  }

  /**
   * The folders of tables that do not lie in a lake further down, to which they belong.
   *
   * @param names of all objects
   */
  public static Set<String> withoutLakes(Set<String> tables, List<String> names) {
    Set<String> lakes = lakes(names);
    Set<String> own = new TreeSet<>(tables);
    own.removeIf(table -> lakes.stream().anyMatch(lake -> (table + "/").startsWith(lake + "/")));
    return own;
  }

  private static Set<String> lakes(List<String> names) {
    Set<String> lakes = new TreeSet<>();
    String identity = "/" + LakeNames.IDENTITY;
    for (String name : names) {
      if (name.endsWith(identity)) {
        lakes.add(name.substring(0, name.length() - identity.length()));
      }
    }
    return lakes;
  }

  /** A look that is bounded, since the folder may be anybody's, with millions of files. */
  private static Folders onDisk(Path root) {
    Set<String> tables = new TreeSet<>();
    Set<String> lakes = new TreeSet<>();
    try {
      Files.walkFileTree(
          root,
          Set.of(),
          DEPTH,
          new SimpleFileVisitor<>() {
            private int looks;

            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
              if (each.equals(root)) {
                return FileVisitResult.CONTINUE;
              }
              String name = String.valueOf(each.getFileName());
              if (Files.isDirectory(each.resolve(DeltaNames.log("")))) {
                tables.add(relative(each));
                return FileVisitResult.SKIP_SUBTREE;
              }
              if (Files.exists(each.resolve(LakeNames.IDENTITY))) {
                lakes.add(relative(each));
                return FileVisitResult.SKIP_SUBTREE;
              }
              return name.startsWith("_") || name.startsWith(".")
                  ? FileVisitResult.SKIP_SUBTREE
                  : look();
            }

            private String relative(Path each) {
              return root.relativize(each).toString().replace('\\', '/');
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
              return look();
            }

            @Override
            public FileVisitResult visitFileFailed(Path each, IOException e) {
              return look();
            }

            private FileVisitResult look() {
              looks++;
              return looks < LOOKS ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }
          });
    } catch (IOException e) {
      throw new StorageException(
          "cannot look into %s: %s; try again".formatted(root, e.getMessage()), e);
    }
    return new Folders(tables, lakes);
  }
}
