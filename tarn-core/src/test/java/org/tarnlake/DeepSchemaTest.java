package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;

/**
 * A table of 66 structs in one another was once committed, and then neither it nor the list of
 * tables nor the log of the lake could be read; 51 lists ended the commit in an internal error.
 */
class DeepSchemaTest {
  @TempDir Path folder;

  @Test
  void whatNestsAsDeepAsIsAllowedIsWrittenAndRead() {
    try (Lake lake = Lake.create(folder)) {
      create(lake, "structs", type -> DataType.struct(Field.optional("f", type)), List.of());
      create(lake, "lists", DataType::list, List.of());
      create(lake, "maps", type -> DataType.map(DataType.INT, type), Map.of());
      create(
          lake,
          "mixed",
          type -> DataType.list(DataType.struct(Field.optional("f", type))),
          List.of());
    }
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.latest().tables()).hasSize(4);
      // Delta Kernel is no judge here: its reader takes minutes to begin with lists in lists.
      assertThat(lake.check(CheckDepth.DATA)).noneMatch(Finding::isDamage);
      for (Table table : lake.latest().tables()) {
        assertThat(table.scan().where("id = 2").count()).isEqualTo(1);
      }
    }
  }

  private static void create(
      Lake lake, String name, UnaryOperator<DataType> around, Object shallow) {
    DataType type = DataType.LONG;
    int levels = name.equals("mixed") ? Schema.MAX_DEPTH / 2 : Schema.MAX_DEPTH;
    for (int i = 0; i < levels; i++) {
      type = around.apply(type);
    }
    Schema schema = schema(type);
    Object value = name.equals("structs") ? Map.of() : shallow;
    lake.transact(
        tx -> {
          tx.createTable(name, schema);
          tx.append(name, 1, null);
          tx.append(name, 2, value);
        });
    Schema deeper = schema(around.apply(type));
    assertThatThrownBy(() -> lake.transact(tx -> tx.createTable(name + "2", deeper)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "column 'deep' nests deeper than 50 levels of structs, lists and maps; keep what is deeper as text");
  }

  private static Schema schema(DataType type) {
    return Schema.builder().required("id", DataType.INT).optional("deep", type).build();
  }
}
