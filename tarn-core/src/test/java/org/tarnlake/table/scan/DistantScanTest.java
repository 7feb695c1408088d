package org.tarnlake.table.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.BINARY;
import static org.tarnlake.schema.DataType.LONG;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.RoundsStore;
import org.tarnlake.testing.SoundLake;

/** How often one waits for a distant store until the rows of a scan are there. */
final class DistantScanTest {
  private static final int PAYLOAD_BYTES = 500;

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final Environment environment = Environment.system();
  private final MemoryStore disk = new MemoryStore();
  private final RoundsStore store = new RoundsStore(disk);

  @BeforeEach
  void makeALake() {
    sound.watch(disk);
    try (Lake lake = Lake.create(disk, environment)) {
      lake.transact(
          tx ->
              tx.createTable(
                  "t", Schema.builder().required("id", LONG).required("payload", BINARY).build()));
    }
  }

  /** Its newest commit, which has its metadata, and whether there is one behind it. */
  @Test
  void firstLookAtATableTakesOneRoundTrip() {
    try (Lake lake = Lake.open(store, environment)) {
      Snapshot snapshot = lake.latest();
      store.expect(2);
      assertThat(snapshot.table("t").schema().columns().size()).isEqualTo(2);
      store.assertOver();
    }
  }

  @Test
  void smallFilesAreReadAtTheSameTimeEachByOneRequest() {
    for (int file = 0; file < 16; file++) {
      append(file * 1500, 1500);
    }

    assertThat(idsInRounds(List.of(16), Table::scan)).hasSize(24_000);
  }

  @Test
  void footersOfLargeFilesAreReadAtTheSameTimeAndThenTheirRows() {
    for (int file = 0; file < 3; file++) {
      append(file * 20_000, 20_000);
    }

    assertThat(idsInRounds(List.of(3, 6), t -> t.scan().select("id", "payload"))).hasSize(60_000);
  }

  @Test
  void lookUpInALargeFileTakesThreeRoundTrips() {
    append(0, 100_000);

    // Footer with page index and Bloom filter; a page of ids; that again, and one of payloads.
    assertThat(idsInRounds(List.of(1, 1, 2), t -> t.scan().where("id = 77777")))
        .containsExactly(77_777L);
  }

  @Test
  void lookUpAmongAThousandFilesWaitsForItsOwnFileOnly() {
    SplittableRandom random = new SplittableRandom(1);
    try (Lake lake = Lake.open(disk, environment)) {
      lake.transact(
          tx -> {
            tx.createTable(
                "many", Schema.parse("id long, payload binary, file long").partitionBy("file"));
            for (long file = 0; file < 999; file++) {
              tx.append("many", file, new byte[1], file);
            }
            for (long id = 100_000; id < 200_000; id++) {
              tx.append("many", id, payload(random), 999L);
            }
          });
      lake.awaitPublished();
    }

    assertThat(idsInRounds("many", List.of(1), t -> t.scan().where("id = 500")))
        .containsExactly(500L);
    assertThat(idsInRounds("many", List.of(1, 1, 2), t -> t.scan().where("id = 177777")))
        .containsExactly(177_777L);
    assertThat(idsInRounds("many", List.of(), t -> t.scan().where("id = 5000"))).isEmpty();
  }

  /** Wide columns between narrow ones came along, a thousand times what was needed. */
  @Test
  void columnsInBetweenAreNotReadWhereTheyAreMuch() {
    FaultyStore counted = new FaultyStore(disk);
    SplittableRandom random = new SplittableRandom(1);
    try (Lake lake = Lake.open(disk, environment)) {
      lake.transact(
          tx -> {
            Schema.Builder columns = Schema.builder();
            for (int c = 0; c < 6; c++) {
              columns.required("narrow" + c, LONG).required("wide" + c, BINARY);
            }
            tx.createTable("wide", columns.build());
            for (int i = 0; i < 1500; i++) {
              Object[] row = new Object[12];
              for (int c = 0; c < 12; c += 2) {
                row[c] = (long) i;
                row[c + 1] = payload(random);
              }
              tx.append("wide", row);
            }
          });
      lake.awaitPublished();
    }
    try (Lake lake = Lake.open(counted, environment)) {
      Scan narrow = lake.scan("wide").select("narrow0", "narrow1", "narrow2", "narrow3");
      try (Rows rows = narrow.rows()) {
        while (rows.next()) {}
      }
    }
    // The end of the file, and four chunks of some kilobytes.
    assertThat(counted.bytes(FaultyStore.Operation.GET_RANGE)).isBetween(1L, 400_000L);
  }

  private void append(int first, int rows) {
    SplittableRandom random = new SplittableRandom(first);
    try (Lake lake = Lake.open(disk, environment)) {
      lake.transact(
          tx -> {
            for (int i = 0; i < rows; i++) {
              tx.append("t", (long) first + i, payload(random));
            }
          });
      lake.awaitPublished();
    }
  }

  private static byte[] payload(SplittableRandom random) {
    byte[] payload = new byte[PAYLOAD_BYTES];
    random.nextBytes(payload);
    return payload;
  }

  /** A scan of a table. */
  private interface Of {
    Scan of(Table table);
  }

  private List<Long> idsInRounds(List<Integer> requests, Of scan) {
    return idsInRounds("t", requests, scan);
  }

  private List<Long> idsInRounds(String name, List<Integer> requests, Of scan) {
    List<Long> ids = new ArrayList<>();
    try (Lake lake = Lake.open(store, environment)) {
      Snapshot snapshot = lake.latest();
      Table table = snapshot.table(name);
      // Known by statistics, so that the table's log has been read.
      assertThat(table.scan().count()).isPositive();
      store.expect(requests.stream().mapToInt(Integer::intValue).toArray());
      try (Rows rows = scan.of(table).rows()) {
        while (rows.next()) {
          ids.add(rows.getLong("id"));
        }
      }
      store.assertOver();
    }
    return ids;
  }
}
