package org.tarnlake.data.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.testing.Seeds;

class FileColumnsTest {
  private static FileColumn column(String name, int id) {
    return new FileColumn(
        name, id, FileColumn.Kind.SCALAR, DataType.INT, null, true, 0, 1, 1, 0, List.of(), null);
  }

  private static Field field(String name, Map<String, Object> metadata) {
    return new Field(name, DataType.INT, true, metadata);
  }

  private static final String ID = "delta.columnMapping.id";
  private static final String NAME = "delta.columnMapping.physicalName";
  private static final FileColumns COLUMNS =
      new FileColumns(List.of(column("ID", 1), column("id", 2), column("straße", -1)));

  @Test
  void withoutMappingAFieldIsFoundByItsNameExactlyBeforeIgnoringCase() {
    assertThat(find("id", Map.of(), ColumnMapping.NONE)).isEqualTo(column("id", 2));
    assertThat(find("Id", Map.of(), ColumnMapping.NONE)).isEqualTo(column("ID", 1));
    assertThat(find("STRAßE", Map.of(), ColumnMapping.NONE)).isEqualTo(column("straße", -1));
    assertThat(find("Id", Map.of(ID, 7L, NAME, "x"), ColumnMapping.NONE))
        .isEqualTo(column("ID", 1));
    assertThat(find("x", Map.of(ID, 2L, NAME, "id"), ColumnMapping.NONE)).isNull();
  }

  @Test
  void anIdOrAPhysicalNameFindsWhatTheModeSaysAndNothingElse() {
    assertThat(find("x", Map.of(ID, 2L), ColumnMapping.ID)).isEqualTo(column("id", 2));
    assertThat(find("ID", Map.of(ID, 7L, NAME, "ID"), ColumnMapping.ID)).isNull();
    assertThat(find("straße", Map.of(), ColumnMapping.ID)).isNull();
    assertThat(find("x", Map.of(ID, 2L, NAME, "ID"), ColumnMapping.NAME))
        .isEqualTo(column("ID", 1));
    assertThat(find("id", Map.of(ID, 2L, NAME, "iD"), ColumnMapping.NAME)).isNull();
  }

  private static FileColumn find(String name, Map<String, Object> metadata, ColumnMapping mapping) {
    return COLUMNS.find(field(name, metadata), mapping);
  }

  @Test
  void manyColumnsAreFoundAsFewAre() {
    String[] names = {"a", "A", "ß", "ẞ", "İ", "i", "I", "ı", "σ", "ς", "Σ", "K", "k"};
    Seeds.run(
        300,
        random -> {
          List<FileColumn> siblings = new ArrayList<>();
          for (int i = random.nextInt(6); i >= 0; i--) {
            siblings.add(column(names[random.nextInt(names.length)], random.nextInt(4) - 1));
          }
          FileColumns columns = new FileColumns(siblings);
          for (String name : names) {
            Field field = field(name, Map.of(ID, random.nextLong(4)));
            for (ColumnMapping mapping : ColumnMapping.values()) {
              assertThat(columns.find(field, mapping))
                  .isEqualTo(FileColumns.find(siblings, field, mapping));
            }
          }
        });
  }
}
