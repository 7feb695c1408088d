package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Stores;
import org.tarnlake.Table;
import org.tarnlake.s3.S3Server;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.SoundLake;

/**
 * Other engines read the tables of a lake in a bucket where they are, by {@code s3a://}, as Tarn
 * does, and change nothing there.
 */
@ExtendWith({S3Server.Extension.class, Features.class})
class LakeInBucketTest {
  private static final Pattern CHECKPOINT = Pattern.compile(".*/\\d{20}\\.checkpoint\\..*");

  private static final Pattern SPARKS_FILE =
      Pattern.compile("orders/.*/part-\\d{5}-[^/]*\\.c000\\.snappy\\.parquet .*");

  /** More than Tarn sends as one request. */
  private static final int LARGE_BYTES = 9 << 20;

  private static S3A bucket;
  private static Lake lake;
  private static List<String> objects;

  @BeforeAll
  static void live(S3Server server) throws IOException {
    server.properties().forEach(System::setProperty);
    bucket = S3A.newBucket(server);
    try (Lake young = Lake.create(bucket.lake())) {
      LakeForSpark.fill(young);
      large(young);
      change(young);
      age(young);
    }
    lake = Lake.open(bucket.lake());
    objects = objects();
  }

  private static void large(Lake young) {
    SplittableRandom random = new SplittableRandom(1);
    young.transact(
        tx -> {
          tx.createTable(
              "large",
              Schema.of(Field.required("id", DataType.LONG), Field.required("b", DataType.BINARY)));
          for (long sent = 0; sent < LARGE_BYTES; sent += 1024) {
            byte[] bytes = new byte[1024];
            random.nextBytes(bytes);
            tx.append("large", sent, bytes);
          }
        });
  }

  /** Each kind of change, one to several tables at once among them. */
  private static void change(Lake young) {
    young.transact(tx -> tx.delete("orders", "id IN (12, 14, 33)"));
    young.transact(
        tx -> tx.update("orders").set("amount", "amount + 1").where("country = 'DE'").run());
    young.transact(tx -> tx.delete("orders", "country = 'FR' AND id < 30"));
    young.transact(tx -> tx.alter("orders").add("note STRING").rename("amount", "price"));
    Object[] changed = {15L, "DE", new BigDecimal("0.01"), "späť"};
    Object[] fresh = {900L, "a/b %", null, "new"};
    young.transact(tx -> tx.upsert("orders", List.of("id"), List.<Object>of(changed, fresh)));
    young.transact(
        tx -> {
          tx.delete("types", "id = 2");
          tx.update("types").set("string", "'both'").where("id = 3").run();
          tx.append("orders", 901L, "IT", BigDecimal.ONE.setScale(2), "both");
          tx.renameTable("ntz", "times");
          tx.dropTable("random.t6");
        });
    young.transact(tx -> tx.delete("parts.special", "p = 'a/b' OR p = 'a%b'"));
    young.transact(tx -> tx.delete("large", "id < 100000"));
    young.transact(tx -> tx.cloneTable(young.latest().table("orders"), "copy"));
  }

  /** As many commits as bring checkpoints, and some more. */
  private static void age(Lake young) {
    for (long id = 1000; id < 1025; id++) {
      Object[] row = {id, "DE", BigDecimal.valueOf(id, 2), null};
      young.transact(tx -> tx.append("orders", row));
    }
    young.transact(tx -> tx.delete("orders", "id IN (1001, 1024)"));
  }

  private static List<String> objects() throws IOException {
    try (ObjectStore store = Stores.open(bucket.lake())) {
      return store.list("", "").stream().map(LakeInBucketTest::text).toList();
    }
  }

  private static String text(ObjectInfo object) {
    return "%s %d %d".formatted(object.name(), object.sizeBytes(), object.modifiedMillis());
  }

  @AfterEach
  void nothingWasWritten() throws IOException {
    assertThat(objects()).isEqualTo(objects);
  }

  @AfterAll
  static void close(S3Server server) throws IOException {
    lake.close();
    try (ObjectStore store = Stores.open(bucket.lake())) {
      SoundLake.assertSound(store);
    }
    server.properties().keySet().forEach(System::clearProperty);
  }

  @Test
  @DisplayName("Kernel reads a lake in S3 in place: tables of every type, early and late")
  void kernelReadsTheSame() {
    assertThat(objects).anyMatch(object -> CHECKPOINT.matcher(object).matches());
    assertThat(objects).anyMatch(object -> object.contains("deletion_vector"));
    assertThat(bucket.kernelDisagreements(lake)).isEmpty();
  }

  @Test
  @DisplayName("Spark reads a lake in S3 in place: tables of every type")
  void sparkReadsTheSame() {
    for (String name :
        List.of("orders", "copy", "types", "times", "large", "parts.special", "random.t1")) {
      Table table = lake.latest().table(name);
      assertThat(bucket.difference(table.scan(), table, "")).as(name).isEmpty();
    }
  }

  @Test
  @DisplayName("Spark reads a lake in S3 in place: filters")
  void sparkFiltersTheSame() {
    Table orders = lake.latest().table("orders");
    for (String condition :
        List.of("id = 15", "country = 'a/b %'", "country IS NULL", "id > 1020")) {
      assertThat(orders.scan().where(condition).count()).as(condition).isPositive();
      assertThat(bucket.difference(orders.scan().where(condition), orders, "WHERE " + condition))
          .as(condition)
          .isEmpty();
    }
  }

  @Test
  @DisplayName("Spark reads a lake in S3 in place: VERSION AS OF")
  void sparkReadsEarlierVersionsOfTheSame() {
    List<LakeCommit> history = lake.history("orders", Integer.MAX_VALUE);
    for (int i = 1; i < history.size(); i += 7) {
      Table orders = lake.asOf(history.get(i).version()).table("orders");
      assertThat(bucket.difference(orders.scan(), orders, "VERSION AS OF " + orders.version()))
          .as("version " + orders.version())
          .isEmpty();
    }
  }

  /**
   * It is refused at its commit: data files that it wrote by then stay, and no commit names them.
   */
  @Test
  @DisplayName("Spark is refused in a lake in S3: INSERT, DELETE, OPTIMIZE")
  void sparkIsRefused() throws IOException {
    String orders = bucket.delta(lake.latest().table("orders"));
    for (String statement :
        List.of("INSERT INTO %s VALUES (3, 'z', 1, '')", "DELETE FROM %s", "OPTIMIZE %s")) {
      assertThatThrownBy(() -> Spark.sql(statement, orders).collectAsList())
          .as(statement)
          .hasStackTraceContaining("tarn.lakeManaged");
    }
    List<String> left = new ArrayList<>(objects());
    left.removeAll(objects);
    assertThat(left).allMatch(object -> SPARKS_FILE.matcher(object).matches());
    try (ObjectStore store = Stores.open(bucket.lake())) {
      for (String object : left) {
        store.delete(object.split(" ", 2)[0]);
      }
    }
  }
}
