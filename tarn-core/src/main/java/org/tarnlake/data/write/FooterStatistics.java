package org.tarnlake.data.write;

import org.apache.parquet.format.Statistics;

/** The statistics of a column chunk in a footer. Stateless. */
final class FooterStatistics {
  private FooterStatistics() {}

  static Statistics of(Bounds bounds, long nullCount) {
    Statistics statistics = new Statistics();
    statistics.setNull_count(nullCount);
    byte[] min = bounds.encodedMin();
    byte[] max = bounds.encodedMax();
    if (min != null) {
      statistics.setMin_value(min);
    }
    if (max != null) {
      statistics.setMax_value(max);
    }
    if (!bounds.isExact()) {
      statistics.setIs_min_value_exact(false);
      statistics.setIs_max_value_exact(false);
    }
    return statistics;
  }
}
