package org.tarnlake.data.build;

import org.jspecify.annotations.Nullable;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;

/** Builds vectors of structs from canonical values. */
final class StructBuilder extends ColumnBuilder {
  private final ColumnBuilder[] children;

  StructBuilder(StructType type) {
    super(type);
    children = type.fields().stream().map(f -> of(f.type())).toArray(ColumnBuilder[]::new);
  }

  @Override
  void put(int i, Object value) {
    throw new AssertionError("nested values are made canonical first");
  }

  @Override
  void putCanonical(int i, Object value) {
    @Nullable Object[] fields = (@Nullable Object[]) value;
    for (int c = 0; c < children.length; c++) {
      children[c].appendCanonical(fields[c]);
    }
  }

  @Override
  void putNull(int i) {
    for (ColumnBuilder child : children) {
      child.appendNull();
    }
  }

  @Override
  void truncateValues(int count) {
    for (ColumnBuilder child : children) {
      child.truncate(count);
    }
  }

  @Override
  void clearValues() {
    for (ColumnBuilder child : children) {
      child.clear();
    }
  }

  @Override
  Vector vector(int count, boolean @Nullable [] nulls) {
    Vector[] vectors = new Vector[children.length];
    for (int c = 0; c < children.length; c++) {
      vectors[c] = children[c].toVector();
    }
    return new StructVector((StructType) type(), vectors, count, nulls);
  }

  @Override
  long sizeBytes() {
    long size = size();
    for (ColumnBuilder child : children) {
      size += child.sizeBytes();
    }
    return size;
  }
}
