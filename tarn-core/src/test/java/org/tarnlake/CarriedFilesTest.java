package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.judge.TarnValues;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.maintenance.repair.Repair;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.ManualThreads;

/** A small transaction's files travel in its log entry: it is one put, and readers find them. */
class CarriedFilesTest extends UnpublishedLake {
  @BeforeEach
  void makeTables() {
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("k long, s string"));
          tx.createTable("u", Schema.parse("k long, s string"));
        });
  }

  private void appendToBoth() {
    lake.transact(
        tx -> {
          for (long k = 0; k < 10; k++) {
            tx.append("t", k, "t" + k);
            tx.append("u", k, "u" + k);
          }
        });
  }

  private List<String> writes() {
    return store.trace().stream()
        .filter(FaultyStore.Call::isWrite)
        .map(FaultyStore.Call::name)
        .toList();
  }

  private List<String> files() {
    return disk.list("", "").stream()
        .map(ObjectInfo::name)
        .filter(name -> name.contains("/part-") || name.endsWith(".bin"))
        .toList();
  }

  @Test
  void transactionOverTwoTablesIsOnePut() {
    store.resetCalls();
    appendToBoth();
    assertThat(writes()).containsExactly(LakeNames.entry(2));
    store.resetCalls();
    lake.transact(
        tx -> {
          tx.delete("t", "k = 3");
          tx.update("u").set("s", "'new'").where("k < 3").run();
        });
    assertThat(writes()).containsExactly(LakeNames.entry(3));
    assertThat(files()).isEmpty();
    assertThat(TarnValues.rows(lake.scan("t"))).hasSize(9);
    assertThat(TarnValues.rows(lake.scan("u").where("s = 'new'"))).hasSize(3);
    threads.runAll();
    assertThat(files()).hasSize(5);
    close();
  }

  @Test
  void othersReadWhatIsNotPublishedYetAndPublishIt() {
    appendToBoth();
    lake.transact(tx -> tx.delete("t", "k >= 8"));
    ManualThreads others = new ManualThreads();
    try (Lake other = Lake.open(disk, time.environment(others))) {
      assertThat(TarnValues.rows(other.scan("t").where("k > 5")))
          .containsExactlyInAnyOrder(List.of(6L, "t6"), List.of(7L, "t7"));
      assertThat(other.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
      assertThat(files()).isEmpty();
      other.transact(tx -> tx.append("u", 10L, "other"));
      others.runAll();
    }
    assertThat(files()).hasSize(4);
    close();
  }

  @Test
  void publishedFilesAreThoseThatTheEntryCarried() throws IOException {
    appendToBoth();
    String before = text(lake);
    String entry = new String(disk.get(LakeNames.entry(2)), StandardCharsets.UTF_8);
    threads.runAll();
    assertThat(files()).hasSize(2);
    for (String file : files()) {
      assertThat(entry)
          .contains(
              "{\"file\":{\"path\":\"%s\",\"content\":\"%s\"}}"
                  .formatted(
                      file.substring(2), Base64.getEncoder().encodeToString(disk.get(file))));
    }
    try (Lake other = Lake.open(disk, time.process())) {
      assertThat(text(other)).isEqualTo(before);
    }
    close();
  }

  private static String text(Lake lake) {
    TreeSet<String> texts = new TreeSet<>();
    TarnValues.rows(lake.scan("t")).forEach(row -> texts.add(row.toString()));
    return texts.toString();
  }

  /** The lake goes on without a table that cannot be published, past its next checkpoint. */
  @Test
  void filesOfATableThatLagsAreReadFromEntriesThatAnOpenerDoesNotRead() {
    store.failBefore(call -> call.isWrite() && call.name().startsWith("t/"));
    for (int i = 0; i < 120; i++) {
      long k = i;
      lake.transact(
          tx -> {
            tx.append("t", k, "t");
            tx.append("u", k, "u");
          });
      time.move(Duration.ofSeconds(2));
      threads.runAll();
    }
    assertThat(disk.list(LakeNames.LOG, "").stream().map(ObjectInfo::name))
        .anyMatch(name -> name.endsWith(".checkpoint.json"));
    try (Lake other = Lake.open(disk, time.process())) {
      assertThat(files()).noneMatch(name -> name.startsWith("t/"));
      assertThat(TarnValues.rows(other.scan("t"))).hasSize(120);
      assertThat(TarnValues.rows(other.scan("u"))).hasSize(120);
    }
    store.heal();
    time.move(Duration.ofSeconds(2));
    lake.transact(tx -> tx.append("t", 120L, "t"));
    close();
    assertThat(files().stream().filter(name -> name.startsWith("t/"))).hasSize(121);
  }

  /** Else who commits all the time would keep all that it ever committed. */
  @Test
  void filesTravelNoMoreWhereManyEntriesAreNotPublished() {
    for (long k = 0; k < 300; k++) {
      long each = k;
      lake.transact(tx -> tx.append("t", each, "t"));
    }
    assertThat(files()).hasSizeBetween(30, 50);
    assertThat(TarnValues.rows(lake.scan("t"))).hasSize(300);
    threads.runAll();
    assertThat(files()).hasSize(300);
    store.resetCalls();
    lake.transact(tx -> tx.append("t", 300L, "t"));
    assertThat(writes()).containsExactly(LakeNames.entry(302));
    close();
  }

  @Test
  void whatDoesNotFitIsPutByItself() {
    store.resetCalls();
    lake.transact(
        tx -> {
          for (long k = 0; k < 40; k++) {
            tx.append("t", k, randomText(k));
          }
          tx.append("u", 1L, "small");
        });
    assertThat(writes()).hasSize(2).last().isEqualTo(LakeNames.entry(2));
    assertThat(files()).hasSize(1).allMatch(name -> name.startsWith("t/"));
    assertThat(TarnValues.rows(lake.scan("t"))).hasSize(40);
    assertThat(TarnValues.rows(lake.scan("u"))).hasSize(1);
    close();
  }

  /** Of twenty thousand characters that do not compress. */
  private static String randomText(long seed) {
    StringBuilder text = new StringBuilder();
    new SplittableRandom(seed).ints(20_000, 0x4e00, 0x9fff).forEach(c -> text.append((char) c));
    return text.toString();
  }

  @Test
  void aTableWithoutPublishedFilesIsClonedAndBackedUp() {
    appendToBoth();
    lake.transact(tx -> tx.delete("t", "k = 1"));
    lake.transact(tx -> tx.cloneTable(lake.latest().table("t"), "copy"));
    assertThat(TarnValues.rows(lake.scan("copy"))).hasSize(9);
    MemoryStore target = sound.watch(new MemoryStore());
    Backup.of(disk, target, time.process(), (objects, bytes) -> {});
    try (Lake copy = Lake.open(target, time.process())) {
      assertThat(TarnValues.rows(copy.scan("t"))).hasSize(9);
      assertThat(TarnValues.rows(copy.scan("copy"))).hasSize(9);
      assertThat(copy.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
    }
    close();
  }

  /** A copy left it. A published commit names what is there; Tarn reads what the entry has. */
  @Test
  void aFileThatIsCutOffHoldsUpItsTableUntilARepair() throws IOException {
    appendToBoth();
    String entry = new String(disk.get(LakeNames.entry(2)), StandardCharsets.UTF_8);
    String file = "t/" + entry.replaceAll("(?s).*?\"file\":\\{\"path\":\"([^\"]*)\".*", "$1");
    disk.put(file, new byte[10]);
    threads.runAll();
    assertThat(disk.list("t/_delta_log/", "").stream().map(ObjectInfo::name))
        .noneMatch(name -> name.endsWith("1.json"));
    assertThat(disk.list("u/_delta_log/", "").stream().map(ObjectInfo::name))
        .anyMatch(name -> name.endsWith("1.json"));
    try (Lake other = Lake.open(disk, time.environment(new ManualThreads()))) {
      assertThat(TarnValues.rows(other.scan("t"))).hasSize(10);
    }
    Repair.run(disk, time.process());
    time.move(Duration.ofSeconds(2));
    lake.transact(tx -> tx.append("t", 10L, "next"));
    close();
    assertThat(disk.get(file)).hasSizeGreaterThan(10);
  }

  @Test
  void aFileThatWasLostWithItsCommitIsBackAfterARepair() throws IOException {
    appendToBoth();
    close();
    for (ObjectInfo object : disk.list("t/", "")) {
      if (object.name().contains("/part-") || object.name().contains("0001.json")) {
        disk.delete(object.name());
      }
    }
    Repair.run(disk, time.process());
    try (Lake other = Lake.open(disk, time.process())) {
      assertThat(TarnValues.rows(other.scan("t"))).hasSize(10);
    }
  }
}
