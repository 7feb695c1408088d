package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Changes;
import org.tarnlake.Lake;
import org.tarnlake.schema.Schema;
import org.tarnlake.testing.SoundLake;

/** What was done to a table while a lake had it, and while it was its owner's. */
class DetachedHistoryTest {
  @RegisterExtension final SoundLake sound = new SoundLake();
  @TempDir Path folder;

  @Test
  void whetherALakeHasItStaysWhateverItIsRestoredTo() {
    sound.watch(folder);
    try (Lake lake = Lake.create(folder)) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse("id int"));
            tx.append("t", 1);
          });
      lake.transact(tx -> tx.append("t", 2));
      lake.detach("t");
      try (Lake own = Lake.open(folder.resolve("t"))) {
        own.transact(tx -> tx.append("t", 3));
        own.transact(tx -> tx.restore(own.asOf(0).table("t")));
        own.transact(tx -> tx.append("t", 4));
        assertThat(own.scan("t").count()).isEqualTo(2);
        assertThat(own.latest().table("t").properties()).doesNotContainKey("tarn.lakeId");
      }
      lake.attach("t", "t");
      lake.transact(tx -> tx.append("t", 5));
      lake.transact(tx -> tx.restore(lake.latest().table("t").asOf(3)));
      lake.transact(tx -> tx.append("t", 6));
      assertThat(lake.scan("t").count()).isEqualTo(4);
    }
  }

  @Test
  void whatItsOwnerAlteredIsReadByItsColumnsWhenItIsBack() {
    sound.watch(folder);
    try (Lake lake = Lake.create(folder)) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse("id int, name string"));
            tx.append("t", 1, "one");
          });
      lake.detach("t");
      try (Lake own = Lake.open(folder.resolve("t"))) {
        own.transact(tx -> tx.alter("t").rename("name", "title").add("note string"));
      }
      lake.attach("t", "t");
      lake.transact(tx -> tx.append("t", 2, "two", "new"));
      List<String> lines = new ArrayList<>();
      try (Changes changes = lake.changes().from(1).open()) {
        while (changes.nextVersion()) {
          while (changes.next()) {
            lines.add(changes.version() + " " + changes.change() + " " + changes.row().toMap());
          }
        }
      }
      assertThat(lines)
          .containsExactly("1 insert {id=1, name=one}", "4 insert {id=2, title=two, note=new}");
    }
  }
}
