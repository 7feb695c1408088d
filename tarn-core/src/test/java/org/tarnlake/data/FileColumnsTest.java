package org.tarnlake.data;

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
        name, id, FileColumn.Kind.SCALAR, DataType.INT, true, 0, 1, 1, 0, List.of(), null);
  }

  private static Field field(String name, Map<String, Object> metadata) {
    return new Field(name, DataType.INT, true, metadata);
  }

  @Test
  void aFieldIsFoundExactlyBeforeIgnoringCaseAndByItsIdWhereItHasOne() {
    FileColumns columns =
        new FileColumns(List.of(column("ID", 1), column("id", 2), column("straße", -1)));
    assertThat(columns.find(field("id", Map.of()))).isEqualTo(column("id", 2));
    assertThat(columns.find(field("Id", Map.of()))).isEqualTo(column("ID", 1));
    assertThat(columns.find(field("STRAßE", Map.of()))).isEqualTo(column("straße", -1));
    assertThat(columns.find(field("x", Map.of("delta.columnMapping.id", 2L))))
        .isEqualTo(column("id", 2));
    assertThat(columns.find(field("Id", Map.of("delta.columnMapping.id", 7L)))).isNull();
    assertThat(columns.find(field("x", Map.of("delta.columnMapping.physicalName", "ID"))))
        .isEqualTo(column("ID", 1));
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
            Field plain = field(name, Map.of());
            assertThat(columns.find(plain)).isEqualTo(FileColumns.find(siblings, plain));
            Field mapped = field(name, Map.of("delta.columnMapping.id", random.nextLong(4)));
            assertThat(columns.find(mapped)).isEqualTo(FileColumns.find(siblings, mapped));
          }
        });
  }
}
