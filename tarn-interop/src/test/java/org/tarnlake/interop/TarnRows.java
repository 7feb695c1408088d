package org.tarnlake.interop;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Scan;
import org.tarnlake.judge.TarnValues;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.StructType;

/**
 * Rows as Tarn shows them, a variant as its JSON text, as {@link SparkValues} has it. Stateless.
 */
final class TarnRows {
  private TarnRows() {}

  static List<List<@Nullable Object>> rows(Scan scan) {
    StructType type = scan.columns();
    List<List<@Nullable Object>> rows = TarnValues.rows(scan);
    for (List<@Nullable Object> row : rows) {
      for (int i = 0; i < type.size(); i++) {
        if (type.field(i).type().equals(DataType.VARIANT)
            && row.get(i) instanceof List<?> variant) {
          row.set(i, new VariantVal(bytes(variant.get(0)), bytes(variant.get(1))).toString());
        }
      }
    }
    return rows;
  }

  private static byte[] bytes(@Nullable Object value) {
    if (value instanceof ByteBuffer buffer) {
      return buffer.array();
    }
    throw new AssertionError("not bytes: " + value);
  }
}
