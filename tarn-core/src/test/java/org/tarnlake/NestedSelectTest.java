package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Fields of structs are selected by their paths. */
class NestedSelectTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .required("id", DataType.LONG)
          .optional(
              "a",
              DataType.struct(
                  Field.required("b", DataType.LONG),
                  Field.optional("c", DataType.struct(Field.optional("d", DataType.STRING)))))
          .build();

  @RegisterExtension final SoundLake sound = new SoundLake();

  @Test
  void aFieldIsAColumnThatIsNullWhereAStructAroundItIs() {
    try (Lake lake = Lake.create(sound.watch(new MemoryStore()), Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", SCHEMA);
            tx.append("t", 1, Map.of("b", 7, "c", Map.of("d", "x")));
            tx.append("t", 2, null);
            tx.append("t", 3, Map.of("b", 8));
          });
      lake.transact(
          tx -> {
            tx.append("t", 4, Map.of("b", 9, "c", Map.of("d", "y")));
            Scan scan = tx.scan("t").where("a.b <> 7 or a.b is null").select("A.C.d", "id", "a.b");
            assertThat(scan.columns().text())
                .isEqualTo("struct<a.c.d:string,id:long not null,a.b:long>");
            assertThat(rows(scan)).containsExactly("null 2 null", "null 3 8", "y 4 9");
          });
      assertThat(rows(lake.scan("t").select("a.b", "id")))
          .containsExactly("7 1", "null 2", "8 3", "9 4");
      assertThatThrownBy(() -> lake.scan("t").select("a.x"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "table t: there is no column 'a.x' (did you mean 'a.b'?); the columns are id, a");
      assertThatThrownBy(() -> lake.scan("t").select("a.b", "A.B"))
          .isInstanceOf(InvalidDataException.class);
    }
  }

  private static List<String> rows(Scan scan) {
    List<String> found = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < rows.type().size(); i++) {
          cells.add(String.valueOf(rows.get(i)));
        }
        found.add(String.join(" ", cells));
      }
    }
    return found;
  }
}
