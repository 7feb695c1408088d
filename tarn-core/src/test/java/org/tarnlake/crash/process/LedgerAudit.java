package org.tarnlake.crash.process;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tarnlake.Rows;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;

/**
 * What a snapshot holds of the transactions of {@link Ledger}. Immutable.
 *
 * @param sequences the numbers of each writer's transactions that are there, whole or not
 * @param half transactions of which something is missing
 * @param doubled transactions of which something is there more than once
 */
public record LedgerAudit(
    NavigableMap<Long, NavigableSet<Long>> sequences, List<String> half, List<String> doubled) {

  private record Id(long writer, long sequence) implements Comparable<Id> {
    @Override
    public int compareTo(Id other) {
      return writer != other.writer
          ? Long.compare(writer, other.writer)
          : Long.compare(sequence, other.sequence);
    }
  }

  /** The rows found of one transaction. */
  private static final class Found {
    final Map<String, BitSet> rows = new TreeMap<>();
    String written = "";
    boolean doubled;

    void add(Rows row) {
      written = row.getString("written");
      BitSet seen = rows.computeIfAbsent(row.getString("home"), home -> new BitSet());
      int number = row.getInt("row");
      doubled |= seen.get(number);
      seen.set(number);
    }

    boolean isWhole() {
      Map<String, Integer> there = new TreeMap<>();
      rows.forEach((home, seen) -> there.put(home, seen.cardinality()));
      return there.equals(parse(written));
    }
  }

  /** Reads all transactions. */
  public static LedgerAudit of(Snapshot snapshot) {
    return of(snapshot, 0);
  }

  /** Reads the transactions that began at a lake version or later. */
  static LedgerAudit of(Snapshot snapshot, long readVersion) {
    Map<Id, Found> found = new TreeMap<>();
    for (Table table : snapshot.tables()) {
      try (Rows rows = table.scan().where("read_version >= " + readVersion).rows()) {
        while (rows.next()) {
          Id id = new Id(rows.getLong("writer"), rows.getLong("sequence"));
          found.computeIfAbsent(id, each -> new Found()).add(rows);
        }
      }
    }
    NavigableMap<Long, NavigableSet<Long>> sequences = new TreeMap<>();
    List<String> half = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    found.forEach(
        (id, transaction) -> {
          sequences.computeIfAbsent(id.writer, w -> new TreeSet<>()).add(id.sequence);
          if (!transaction.isWhole()) {
            half.add(id + " wrote " + transaction.written + ", there is " + transaction.rows);
          }
          if (transaction.doubled) {
            doubled.add(id.toString());
          }
        });
    return new LedgerAudit(sequences, half, doubled);
  }

  /** How many transactions there are. */
  long transactions() {
    return sequences.values().stream().mapToLong(NavigableSet::size).sum();
  }

  /** The numbers of a writer; none if there are none. */
  public NavigableSet<Long> sequences(long writer) {
    return sequences.getOrDefault(writer, new TreeSet<>());
  }

  /** The opposite of {@code Map.toString}. */
  private static Map<String, Integer> parse(String written) {
    Map<String, Integer> parsed = new TreeMap<>();
    for (String part : written.substring(1, written.length() - 1).split(", ")) {
      int equals = part.indexOf('=');
      parsed.put(part.substring(0, equals), Integer.valueOf(part.substring(equals + 1)));
    }
    return parsed;
  }
}
