package org.tarnlake.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.DuckDb;
import org.tarnlake.data.RandomRows;
import org.tarnlake.data.TestFiles;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.predicate.Selection;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.Seeds;

/** Row groups and pages without a wanted row are not read; one with such a row always is. */
class DataFilePruningTest {
  private static final StructType TYPE =
      new StructType(
          List.of(
              Field.required("id", DataType.LONG),
              Field.optional("name", DataType.STRING),
              Field.optional("s", DataType.struct(Field.optional("x", DataType.DOUBLE))),
              Field.optional("list", DataType.list(DataType.INT)),
              Field.untyped("any")));

  @TempDir Path folder;

  /** 260,000 rows: three row groups, thirteen pages; only the last 10,000 rows have some values. */
  private static MemoryStore store() throws Exception {
    RowBuffer rows = new RowBuffer(TYPE);
    for (int i = 0; i < 260_000; i++) {
      boolean late = i >= 250_000;
      rows.append(
          (long) i,
          late ? "late" + i : "n" + i % 5,
          List.of(late ? Double.NaN : i / 1000.0),
          late ? null : List.of(i, i),
          i);
    }
    MemoryStore store = new MemoryStore();
    TestFiles.write(store, "f", rows.toBatch());
    return store;
  }

  @Test
  void onlyPagesThatMayHaveAWantedRowAreRead() throws Exception {
    MemoryStore store = store();
    DataFile file = TestFiles.open(store, "f");
    assertThat(rowsRead(file, "id = 130000")).isEqualTo(20_480);
    assertThat(rowsRead(file, "id BETWEEN 20479 AND 20480")).isEqualTo(40_960);
    assertThat(rowsRead(file, "id < 0")).isZero();
    assertThat(rowsRead(file, "name >= 'late' AND name < 'm'")).isEqualTo(14_240);
    assertThat(rowsRead(file, "name IS NULL")).isZero();
    assertThat(rowsRead(file, "id < 100 OR id > 259999")).isEqualTo(20_480);
    // NaN is greater than any number, and a chunk that has one has no bounds at all.
    assertThat(rowsRead(file, "s.x < 20")).isEqualTo(20_480 + 14_240);
    assertThat(rowsRead(file, "s.x > 1000")).isEqualTo(14_240);
    assertThat(rowsRead(file, "id >= 0")).isEqualTo(260_000);
    assertThat(rowsRead(file, "any = 5")).isEqualTo(260_000);
  }

  private static int rowsRead(DataFile file, String condition) {
    BoundPredicate filter = Predicate.parse(condition).bind(TYPE);
    int rows = 0;
    for (int group : file.rowGroups(TYPE, filter)) {
      try (BatchSource source = file.read(group, TYPE, filter)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          rows += batch.rowCount();
        }
      }
    }
    return rows;
  }

  @Test
  void theRowsOfAPageTellTheirPositions() throws Exception {
    DataFile file = TestFiles.open(store(), "f");
    BoundPredicate filter = Predicate.parse("id = 130000").bind(TYPE);
    List<String> rows = TestFiles.read(file, TYPE, filter);
    assertThat(rows.get(0)).isEqualTo("122880: 122880|n0|{122.88}|[122880,122880]|122880");
    assertThat(rows.get(20_479)).isEqualTo("143359: 143359|n4|{143.359}|[143359,143359]|143359");
  }

  @Test
  void noRowThatPassesIsLost() {
    Seeds.run(15, random -> pruneAtRandom(new MemoryStore(), new RandomRows(random), "f", null));
  }

  @Test
  void noRowThatPassesIsLostFromFilesOfDuckDb() throws Exception {
    try (ObjectStore store = LocalStore.open(folder);
        DuckDb duck = new DuckDb()) {
      Seeds.run(
          10,
          random -> pruneAtRandom(store, new RandomRows(random), "f" + random.nextLong(), duck));
    }
  }

  private void pruneAtRandom(ObjectStore store, RandomRows generator, String name, DuckDb duck)
      throws Exception {
    StructType type = generator.table(4, 1);
    RowBuffer buffer = new RowBuffer(type);
    // Stretches of few different values, so that bounds differ from page to page.
    for (int stretch = 0; stretch < 12; stretch++) {
      int variety = 1 + (stretch * 7) % 10;
      for (int i = 0; i < 200; i++) {
        buffer.append(generator.row(type, variety));
      }
    }
    TestFiles.write(store, name, new DataFileWriter.Layout(150, 1100), buffer.toBatch());
    String read = name;
    if (duck != null) {
      read = name + "-duck";
      duck.execute(
          "COPY (SELECT * FROM read_parquet('%s')) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
              .formatted(folder.resolve(name), folder.resolve(read)));
    }
    DataFile file = TestFiles.open(store, read);
    for (Predicate predicate : predicates(generator, type)) {
      BoundPredicate bound = predicate.bind(type);
      assertThat(passing(file, type, bound, bound))
          .as(predicate.text())
          .isEqualTo(passing(file, type, null, bound));
    }
  }

  private static List<Predicate> predicates(RandomRows generator, StructType type) {
    List<Predicate> predicates = new ArrayList<>();
    for (Field field : type.fields()) {
      boolean scalar = field.type() instanceof PrimitiveType || field.type() instanceof DecimalType;
      if (scalar) {
        Object value = generator.scalar(field.type(), 12);
        predicates.add(Predicate.eq(field.name(), value));
        predicates.add(Predicate.lt(field.name(), value));
        predicates.add(Predicate.ge(field.name(), value));
        predicates.add(Predicate.gt(field.name(), value).negate());
      }
      predicates.add(Predicate.isNull(field.name()));
      predicates.add(Predicate.isNotNull(field.name()));
    }
    return predicates;
  }

  private static List<String> passing(
      DataFile file, StructType type, BoundPredicate pruning, BoundPredicate filter) {
    List<String> rows = new ArrayList<>();
    for (int group : file.rowGroups(type, pruning)) {
      try (BatchSource source = file.read(group, type, pruning)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          Selection selection = filter.evaluate(batch);
          for (int k = 0; k < selection.count(); k++) {
            int row = selection.rows()[k];
            rows.add((source.firstRow() + row) + ": " + TestFiles.text(batch, row));
          }
        }
      }
    }
    return rows;
  }
}
