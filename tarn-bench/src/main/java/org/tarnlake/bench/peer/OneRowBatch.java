package org.tarnlake.bench.peer;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;

/** One row of an id and a name as Kernel's columnar batch. Immutable. */
record OneRowBatch(long id, String name) implements ColumnarBatch {
  static final StructType TYPE =
      new StructType().add("id", LongType.LONG).add("name", StringType.STRING);

  @Override
  public StructType getSchema() {
    return TYPE;
  }

  @Override
  public ColumnVector getColumnVector(int ordinal) {
    return ordinal == 0 ? new SampleBatch.Longs(LongType.LONG, id) : new SampleBatch.Strings(name);
  }

  @Override
  public int getSize() {
    return 1;
  }
}
