package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.StructType;

/** The rows of a CSV file, made by several threads. One thread at a time. */
final class CsvRows implements RowReader {
  private static final CsvRowParser.Rows NO_ROWS =
      new CsvRowParser.Rows(List.of(), new int[0], 0, null);

  private final String name;
  private final int[] ordinals;
  private final BitSet present;
  private final StructType columns;
  private final CsvText text;
  private final InOrder<CsvRowParser.Rows> blocks;
  private CsvRowParser.Rows block = NO_ROWS;
  private int next;
  private long line;

  CsvRows(String name, CsvText text, CsvRecordRules rules, StructType columns, int[] ordinals) {
    this.name = name;
    this.text = text;
    this.ordinals = ordinals;
    this.present = RowReader.setOf(ordinals);
    this.columns = columns;
    // Parsers remember strings, so they go on from one block to another.
    ConcurrentLinkedQueue<CsvRowParser> idle = new ConcurrentLinkedQueue<>();
    this.blocks =
        text.work(
            part -> {
              CsvRowParser found = idle.poll();
              CsvRowParser parser =
                  found != null ? found : new CsvRowParser(rules, columns, ordinals);
              CsvRowParser.Rows rows = parser.parse(part);
              idle.add(parser);
              return rows;
            });
  }

  @Override
  public @Nullable Object @Nullable [] next() {
    while (next == block.rows().size()) {
      TextProblem problem = block.problem();
      if (problem != null) {
        throw text.failure(problem);
      }
      text.passLines(block.lines());
      CsvRowParser.Rows following = text.next(blocks);
      block = following == null ? NO_ROWS : following;
      next = 0;
      if (following == null) {
        return null;
      }
    }
    line = text.linesBefore() + block.rowLines()[next] + 1;
    return block.rows().get(next++);
  }

  @Override
  public BitSet present() {
    return present;
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(text.dialect().notes());
    String[] header = text.header();
    for (int i = 0; i < ordinals.length && text.dialect().hasNames(); i++) {
      String name = columns.field(ordinals[i]).name();
      if (!name.equalsIgnoreCase(header[i].strip())) {
        notes.add("its column '%s' is called %s".formatted(header[i], name));
      }
    }
    return notes;
  }

  @Override
  public String position() {
    return name + ":" + line;
  }

  @Override
  public void close() {
    blocks.close();
    text.close();
  }
}
