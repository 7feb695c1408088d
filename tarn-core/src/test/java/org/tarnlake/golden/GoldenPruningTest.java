package org.tarnlake.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.env.Environment;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.scan.ScanCursor;

/**
 * What others say of their files, in statistics, partition values and footers, never hides a row:
 * for every value in the golden tables, conditions that it is at the edge of find what a scan of
 * everything finds.
 */
class GoldenPruningTest {
  /** A million rows each, and no table more than a few thousand beside them. */
  private static final Set<String> TOO_LARGE =
      Set.of(
          "parquet-decimal-dictionaries.tar.zst",
          "parquet-decimal-dictionaries-v2.tar.zst",
          "parquet-decimal-type.tar.zst");

  private static final int VALUES_MAX = 24;
  private static final AtomicInteger CONDITIONS = new AtomicInteger();
  private static final AtomicInteger FILES_PASSED_OVER = new AtomicInteger();

  @TempDir static Path temporary;

  @TestFactory
  Stream<DynamicTest> everyRowIsFoundByConditionsOnItsValues() throws IOException {
    return GoldenTablesTest.archives().stream()
        .filter(archive -> !TOO_LARGE.contains(archive.getFileName().toString()))
        .filter(archive -> GoldenTablesTest.hasRows(GoldenTablesTest.name(archive)))
        .map(
            archive -> {
              String name = GoldenTablesTest.name(archive);
              return DynamicTest.dynamicTest(name, () -> check(archive, name));
            });
  }

  @AfterAll
  static void tell() {
    System.out.println(
        "golden tables: %s conditions, which passed over %s files"
            .formatted(CONDITIONS, FILES_PASSED_OVER));
  }

  private static void check(Path archive, String name) throws IOException {
    Path folder = GoldenTablesTest.unpacked(archive, name, temporary);
    GoldenTable table = GoldenTable.open(folder.resolve("delta"));
    StructType columns = table.schema().columns();
    List<Batch> everything = new ArrayList<>();
    try (ScanCursor cursor =
        table
            .scan(columns, null)
            .open(new DataFiles(table.store()), Environment.system().background())) {
      for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
        everything.add(batch);
      }
    }
    for (Predicate condition : conditions(everything)) {
      BoundPredicate bound = condition.bind(columns);
      List<String> expected = new ArrayList<>();
      for (Batch batch : everything) {
        RowTexts.add(bound.evaluate(batch).of(batch), expected);
      }
      expected.sort(null);
      assertThat(table.rows(condition)).as(condition.text()).isEqualTo(expected);
      CONDITIONS.incrementAndGet();
      FILES_PASSED_OVER.addAndGet(table.filesPassedOver(condition));
    }
  }

  private static List<Predicate> conditions(List<Batch> batches) {
    Map<String, Predicate> found = new LinkedHashMap<>();
    for (Batch batch : batches) {
      for (int c = 0; c < batch.type().size(); c++) {
        add(batch.type().field(c).name(), batch.vector(c), found);
      }
    }
    return List.copyOf(found.values());
  }

  private static void add(String column, Vector vector, Map<String, Predicate> found) {
    if (vector instanceof StructVector struct) {
      StructType type = (StructType) struct.type();
      for (int c = 0; c < type.size(); c++) {
        add(column + "." + type.field(c).name(), struct.child(c), found);
      }
    } else if (vector.type() instanceof PrimitiveType || vector.type() instanceof DecimalType) {
      for (int i = 0; i < Math.min(vector.size(), VALUES_MAX); i++) {
        Object value = vector.valueAt(i);
        List<Predicate> conditions =
            value == null
                ? List.of(Predicate.isNull(column), Predicate.isNotNull(column))
                : List.of(
                    Predicate.eq(column, value),
                    Predicate.ne(column, value),
                    Predicate.ge(column, value),
                    Predicate.gt(column, value),
                    Predicate.le(column, value),
                    Predicate.lt(column, value));
        conditions.forEach(condition -> found.put(condition.text(), condition));
      }
    }
  }
}
