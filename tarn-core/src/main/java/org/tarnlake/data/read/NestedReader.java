package org.tarnlake.data.read;

import java.util.List;
import org.tarnlake.row.Vector;

/** Reads a struct, list or map column of a row group. One thread at a time. */
final class NestedReader implements ColumnReader {
  private final NestedNode root;
  private final List<LeafReader> leaves;

  /**
   * @param leaves the scalars that the nodes below {@code root} read
   */
  NestedReader(NestedNode root, List<LeafReader> leaves) {
    this.root = root;
    this.leaves = List.copyOf(leaves);
  }

  @Override
  public int fit(int rows) {
    int fit = rows;
    for (LeafReader leaf : leaves) {
      fit = leaf.fit(fit);
    }
    return fit;
  }

  @Override
  public Vector read(int rows) {
    leaves.forEach(leaf -> leaf.read(rows));
    return root.build(rows);
  }

  @Override
  public void skip(long rows) {
    leaves.forEach(leaf -> leaf.skip(rows));
  }
}
