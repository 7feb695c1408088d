package org.tarnlake.data.schema;

import java.util.List;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;

/**
 * A node of a file's schema, with the levels of its values.
 *
 * <p>A <em>slot</em> is a place that a value may stand in: a row, or an entry of the nearest list
 * or map around it. At definition level {@code slotDefinition} or above the slot exists, and at
 * {@code definition} or above the value in it is not null.
 *
 * @param name its name among its siblings
 * @param fieldId its Parquet field id, or -1
 * @param kind what it is
 * @param type what Tarn makes of it
 * @param foreign what Parquet calls its type, where Delta has none for it; null otherwise
 * @param optional whether it may be null
 * @param slotDefinition the definition level from which its slot exists
 * @param definition the definition level from which it is not null
 * @param entryDefinition the definition level from which a list or map has an entry
 * @param repetition how many lists and maps are around it
 * @param children the fields of a struct, the element of a list, or the key and value of a map
 * @param leaf how a scalar is stored; null for nested ones
 */
public record FileColumn(
    String name,
    int fieldId,
    Kind kind,
    DataType type,
    @Nullable String foreign,
    boolean optional,
    int slotDefinition,
    int definition,
    int entryDefinition,
    int repetition,
    List<FileColumn> children,
    @Nullable Leaf leaf) {

  public enum Kind {
    SCALAR,
    STRUCT,
    LIST,
    MAP
  }

  /** Units of stored times. */
  public enum Unit {
    NONE,
    MILLIS,
    MICROS,
    NANOS
  }

  /**
   * How a scalar is stored.
   *
   * @param index its position among all leaves of the file, which is that of its column chunk
   * @param path the names from the root to it, those of repeated groups included
   * @param physical the type of its bytes
   * @param length how many bytes a fixed-length value has
   * @param unsigned whether its integers are
   * @param unit the unit of a time
   */
  public record Leaf(
      int index, List<String> path, Type physical, int length, boolean unsigned, Unit unit) {}

  /** Whether it holds UUIDs: strings that are stored as 16 bytes. */
  public boolean isUuid() {
    return leaf != null && leaf.physical() == Type.FIXED_LEN_BYTE_ARRAY && type == DataType.STRING;
  }

  /** How a scalar is stored; a nested column has no answer. */
  public Leaf scalar() {
    if (leaf == null) {
      throw new AssertionError("no scalar: " + this);
    }
    return leaf;
  }

  /** The first scalar in it, whose levels tell where it is null or empty. */
  public FileColumn firstScalar() {
    return kind == Kind.SCALAR ? this : children.get(0).firstScalar();
  }

  /** Adds itself, or the scalars in it, in the order of their chunks. */
  public void addScalarsTo(List<FileColumn> scalars) {
    if (kind == Kind.SCALAR) {
      scalars.add(this);
    }
    children.forEach(child -> child.addScalarsTo(scalars));
  }
}
