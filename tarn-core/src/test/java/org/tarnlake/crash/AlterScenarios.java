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

import java.util.List;

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

  static final List<Scenario> ALL =
      List.of(COLUMNS_COME_AND_GO, OWN_FILES_ARE_OLDER, WRITERS_MEET_OTHER_COLUMNS, ROWS_GET_IDS);
}
