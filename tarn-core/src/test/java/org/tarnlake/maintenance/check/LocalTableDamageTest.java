package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;

class LocalTableDamageTest extends TableDamageTest {
  @TempDir private Path folder;

  @Override
  ObjectStore newStore() throws IOException {
    return LocalStore.open(Files.createTempDirectory(folder, "lake"));
  }

  /** A power cut may have left that, and who writes next puts it right. */
  @Override
  String missingBeforeOthers() {
    return "note: users/_delta_log/: version 1 is not published yet, but version 2 is, so that other engines cannot read the table; whoever writes to the lake next does so";
  }

  /**
   * The first of sixteen that were published together was called damage, and the writer mends it.
   */
  @Test
  void ofTheLastSixteenAnyMayBeMissing() throws IOException {
    DamagedLake lake = lake();
    lake.growTo(40);
    List<ObjectInfo> commits =
        lake.store().list("users/_delta_log/", "").stream()
            .filter(object -> object.name().endsWith(".json"))
            .toList();
    long newest = commits.size() - 1;
    assertThat(newest).isGreaterThan(20);
    lake.store().delete(users(newest - 15));
    assertThat(findings(lake))
        .singleElement()
        .asString()
        .startsWith("note: users/_delta_log/: version %s is".formatted(newest - 15));
    lake.store().delete(users(newest - 16));
    assertThat(findings(lake)).anyMatch(each -> each.startsWith("damage: " + users(newest - 16)));
  }
}
