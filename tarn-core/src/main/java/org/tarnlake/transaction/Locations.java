package org.tarnlake.transaction;

import java.util.Collection;
import java.util.Locale;
import org.tarnlake.lake.Catalog;
import org.tarnlake.lake.StoreReads;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.DeltaNames;

/**
 * Chooses where a new table lives: a folder like its name, {@code sales/orders}, or that with some
 * digits of its id where the name does not do for a folder, the folder was used before, or it would
 * hold another table or lie within one. Immutable.
 */
final class Locations {
  private final ObjectStore store;
  private final Catalog catalog;
  private final Collection<OwnTable> own;

  Locations(ObjectStore store, Catalog catalog, Collection<OwnTable> own) {
    this.store = store;
    this.catalog = catalog;
    this.own = own;
  }

  String choose(TableName name, String tableId) {
    StringBuilder plain = new StringBuilder();
    for (String part : name.parts()) {
      plain.append(plain.isEmpty() ? "" : "/").append(folder(part));
    }
    boolean exact = plain.toString().equals(String.join("/", name.parts()));
    if (exact && isFree(plain.toString())) {
      return plain.toString();
    }
    String suffixed = plain + "-" + tableId.substring(0, 8);
    // A parent folder may itself be a table: then the table gets a folder of one level.
    return isFree(suffixed) ? suffixed : plain.toString().replace('/', '-') + "-" + tableId;
  }

  private static String folder(String part) {
    StringBuilder folder = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean kept = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
      folder.append(kept && (i > 0 || c != '_') ? c : i > 0 ? '_' : 't');
    }
    return folder.toString();
  }

  private boolean isFree(String location) {
    return catalog.isFree(location)
        && own.stream().noneMatch(table -> overlap(table.location(), location))
        && StoreReads.list(store, DeltaNames.log(location), "").isEmpty();
  }

  private static boolean overlap(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT) + "/";
    String b = other.toLowerCase(Locale.ROOT) + "/";
    return a.startsWith(b) || b.startsWith(a);
  }
}
