package org.tarnlake.interop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's rows as values that are equal exactly where those of {@link
 * org.tarnlake.judge.TarnValues} are; a variant is its JSON text. Stateless.
 */
final class SparkValues {
  private SparkValues() {}

  static List<List<@Nullable Object>> rows(Dataset<Row> dataset) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    dataset.collectAsList().forEach(row -> rows.add(fields(row)));
    return rows;
  }

  private static List<@Nullable Object> fields(Row row) {
    List<@Nullable Object> fields = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      fields.add(comparable(row.get(i)));
    }
    return fields;
  }

  private static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof Row struct) {
      return fields(struct);
    } else if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof VariantVal variant) {
      return variant.toString();
    } else if (value instanceof scala.collection.Seq<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      CollectionConverters.asJava(list).forEach(element -> elements.add(comparable(element)));
      return elements;
    } else if (value instanceof scala.collection.Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      CollectionConverters.asJava(map)
          .forEach((key, item) -> entries.put(comparable(key), comparable(item)));
      return entries;
    }
    return value;
  }
}
