package org.tarnlake.crash;

import static org.tarnlake.crash.Change.addColumn;
import static org.tarnlake.crash.Change.append;
import static org.tarnlake.crash.Change.create;
import static org.tarnlake.crash.Change.createPartitioned;
import static org.tarnlake.crash.Change.delete;
import static org.tarnlake.crash.Change.forgetTexts;
import static org.tarnlake.crash.Change.read;
import static org.tarnlake.crash.Change.track;
import static org.tarnlake.crash.Change.update;
import static org.tarnlake.crash.Change.upsert;

import java.util.List;
import org.tarnlake.data.read.ForeignWriter;

/** Scenarios in which tables get other columns. Each one's process {@code old} prepares it. */
final class AlterScenarios {
  private AlterScenarios() {}

  static final Scenario COLUMNS_COME_AND_GO =
      new Scenario(
          "columns come and go, and rows with them",
          world ->
              Scenarios.prepared(
                  world,
                  create("t"),
                  append("t", 1),
                  append("t", 2),
                  createPartitioned("p"),
                  append("p", 1, "p1")),
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(addColumn("t", "n"), addColumn("p", "n"), append("p", 2, "p2"));
            a.publish();
            a.commit(append("t", 3), forgetTexts("t"), append("t", 4));
            a.commit(update("t", 1, "one"), addColumn("t", "m"), delete("t", 2));
            a.begin().with(append("t", 5), forgetTexts("t")).rollback();
            a.publish();
            a.commit(create("u"), append("u", 1), forgetTexts("u"), append("u", 2));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [add n to t, add n to p, append p 2]: version 2",
              "a: [append t 3, forget texts of t, append t 4]: version 3",
              "a: [update t 1, add m to t, delete t 2]: version 4",
              "a: [append t 5, forget texts of t]: rolled back",
              "a: [create u, append u 1, forget texts of u, append u 2]: version 5"));

  static final Scenario OWN_FILES_ARE_OLDER =
      new Scenario(
          "a transaction alters a table when some of its rows are in files already",
          world -> Scenarios.prepared(world, create("t"), append("t", 1)),
          world -> {
            Client a = world.startWithSmallBuffers("a");
            a.open();
            Tx tx = a.begin();
            for (int id = 11; id <= 20; id++) {
              tx.with(append("t", id));
            }
            tx.with(forgetTexts("t"), read("t"));
            for (int id = 21; id <= 28; id++) {
              tx.with(append("t", id));
            }
            tx.with(update("t", 12, "own"), delete("t", 1), addColumn("t", "n")).commit();
            a.publish();
            a.close();
          },
          List.of("a"),
          List.of("a: 23 changes: version 2"));

  static final Scenario WRITERS_MEET_OTHER_COLUMNS =
      new Scenario(
          "one client alters a table to which another one writes",
          world -> Scenarios.prepared(world, create("t"), append("t", 1), append("t", 2)),
          world -> {
            Client a = world.start("a");
            Client b = world.start("b");
            a.open();
            b.open();
            Tx first = a.begin().with(forgetTexts("t"));
            Tx second = b.begin().with(append("t", 3));
            first.commit();
            second.commit();
            a.publish();
            first = a.begin().with(update("t", 1, "one"));
            second = b.begin().with(addColumn("t", "n"));
            second.commit();
            first.commit();
            b.publish();
            a.commit(append("t", 4));
            a.close();
            b.close();
          },
          List.of("a", "b"),
          List.of(
              "a: [forget texts of t]: version 2",
              "b: [append t 3]: conflict",
              "b: [add n to t]: version 3",
              "a: [update t 1]: conflict",
              "a: [append t 4]: version 4"));

  static final Scenario ROWS_GET_IDS =
      new Scenario(
          "rows get ids, some while others write, and keep them when they change",
          world ->
              Scenarios.prepared(
                  world,
                  create("t"),
                  append("t", 1),
                  append("t", 2),
                  createPartitioned("p"),
                  append("p", 1, "p1")),
          world -> {
            Client a = world.start("a");
            Client b = world.start("b");
            a.open();
            b.open();
            a.commit(track("t"));
            a.commit(update("t", 1, "one"), append("t", 3));
            Tx first = a.begin().with(track("p"), append("p", 3, "p1"));
            Tx second = b.begin().with(append("p", 2, "p2"));
            Tx third = b.begin().with(append("p", 4, "p2"));
            second.commit();
            first.commit();
            third.commit();
            a.publish();
            b.commit(delete("t", 2), update("p", 1, "uno"));
            b.publish();
            a.close();
            b.close();
          },
          List.of("a", "b"),
          List.of(
              "a: [track rows of t]: version 2",
              "a: [update t 1, append t 3]: version 3",
              "b: [append p 2]: version 4",
              "a: [track rows of p, append p 3]: version 5",
              "b: [append p 4]: conflict",
              "b: [delete t 2, update p 1]: version 6"));

  private static final String COMPUTED =
      """
      {"type":"struct","fields":[
      {"name":"id","type":"long","nullable":true,"metadata":{}},
      {"name":"text","type":"string","nullable":true,"metadata":{}},
      {"name":"twice","type":"long","nullable":true,
       "metadata":{"delta.generationExpression":"id * 2"}},
      {"name":"note","type":"string","nullable":true,"metadata":{"CURRENT_DEFAULT":"'none'"}}]}
      """
          .replace("\n", "");

  private static final String FEATURES =
      "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"generatedColumns\",\"allowColumnDefaults\"]}}";

  static final Scenario COLUMNS_ARE_COMPUTED =
      new Scenario(
          "rows come to a table with generated and default columns, and change",
          world -> {
            Client old = world.start("old");
            old.create();
            new ForeignWriter(world.store(), "g")
                .create(FEATURES, ForeignWriter.metadata(COMPUTED, "{}"));
            old.attach("g");
            old.commit(append("g", 1), append("g", 2));
            old.close();
          },
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(append("g", 3), update("g", 1, "one"), upsert("g", 4, "four"));
            a.publish();
            a.commit(update("g", 2, "two"), append("g", 5), upsert("g", 3, "three"));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [append g 3, update g 1, upsert g 4]: version 3",
              "a: [update g 2, append g 5, upsert g 3]: version 4"));

  static final List<Scenario> ALL =
      List.of(
          COLUMNS_COME_AND_GO,
          OWN_FILES_ARE_OLDER,
          WRITERS_MEET_OTHER_COLUMNS,
          ROWS_GET_IDS,
          COLUMNS_ARE_COMPUTED);
}
