package org.tarnlake.crash;

import static org.tarnlake.crash.Change.append;
import static org.tarnlake.crash.Change.create;
import static org.tarnlake.crash.Change.createPartitioned;
import static org.tarnlake.crash.Change.delete;
import static org.tarnlake.crash.Change.feed;
import static org.tarnlake.crash.Change.read;
import static org.tarnlake.crash.Change.update;
import static org.tarnlake.crash.Change.upsert;

import java.util.List;

/** Scenarios in which rows go and change. Each one's process {@code old} prepares it. */
final class RowScenarios {
  private RowScenarios() {}

  static final Scenario ROWS_ARE_DELETED =
      new Scenario(
          "rows are deleted",
          world ->
              Scenarios.prepared(
                  world,
                  create("t"),
                  append("t", 1),
                  append("t", 2),
                  append("t", 3),
                  createPartitioned("p"),
                  append("p", 1, "p1"),
                  append("p", 2, "p2"),
                  append("p", 3, "p2")),
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(delete("t", 1), delete("p", 2));
            a.publish();
            a.commit(delete("t", 2), read("t"), append("t", 4), delete("p", 1));
            a.begin().with(delete("t", 3), delete("p", 3)).rollback();
            a.commit(delete("t", 3), delete("t", 4), append("p", 5, "p2"));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [delete t 1, delete p 2]: version 2",
              "a: [delete t 2, read t, append t 4, delete p 1]: version 3",
              "a: [delete t 3, delete p 3]: rolled back",
              "a: [delete t 3, delete t 4, append p 5]: version 4"));

  static final Scenario ROWS_ARE_UPDATED =
      new Scenario(
          "rows are updated, and move between partitions",
          world ->
              Scenarios.prepared(
                  world,
                  create("t"),
                  append("t", 1),
                  append("t", 2),
                  createPartitioned("p"),
                  append("p", 1, "p1"),
                  append("p", 2, "p1")),
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(update("t", 1, "one"), update("p", 1, "p2"));
            a.publish();
            a.commit(update("t", 1, "uno"), update("t", 2, "due"), update("t", 1, "ein"));
            a.commit(update("p", 2, "p2"), delete("p", 1));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [update t 1, update p 1]: version 2",
              "a: [update t 1, update t 2, update t 1]: version 3",
              "a: [update p 2, delete p 1]: version 4"));

  static final Scenario ROWS_ARE_UPSERTED =
      new Scenario(
          "rows are upserted",
          world -> Scenarios.prepared(world, create("t"), append("t", 1), append("t", 2)),
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(upsert("t", 1, "one"), upsert("t", 3, "three"));
            a.publish();
            a.commit(upsert("t", 3, "tre"), upsert("t", 3, "drei"), create("u"));
            a.commit(upsert("u", 1, "one"), upsert("t", 2, "two"));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [upsert t 1, upsert t 3]: version 2",
              "a: [upsert t 3, upsert t 3, create u]: version 3",
              "a: [upsert u 1, upsert t 2]: version 4"));

  /** Whoever is second adds its rows to the vector of whoever was first. */
  static final Scenario VECTORS_ARE_MERGED =
      new Scenario(
          "two clients change rows of one file",
          world ->
              Scenarios.prepared(
                  world,
                  create("t"),
                  append("t", 1),
                  append("t", 2),
                  append("t", 3),
                  append("t", 4),
                  append("t", 5)),
          world -> {
            Client a = world.start("a");
            Client b = world.start("b");
            a.open();
            b.open();
            Tx first = a.begin().with(delete("t", 1));
            Tx second = b.begin().with(update("t", 2, "two"));
            second.commit();
            first.commit();
            a.publish();
            first = a.begin().with(upsert("t", 3, "three"));
            second = b.begin().with(delete("t", 4), append("t", 6));
            first.commit();
            second.commit();
            b.publish();
            first = a.begin().with(delete("t", 5));
            second = b.begin().with(update("t", 5, "five"));
            first.commit();
            second.commit();
            first = a.begin().with(upsert("t", 7, "of a"));
            second = b.begin().with(upsert("t", 7, "of b"));
            second.commit();
            first.commit();
            a.close();
            b.close();
          },
          List.of("a", "b"),
          List.of(
              "b: [update t 2]: version 2",
              "a: [delete t 1]: version 3",
              "a: [upsert t 3]: version 4",
              "b: [delete t 4, append t 6]: version 5",
              "a: [delete t 5]: version 6",
              "b: [update t 5]: conflict",
              "b: [upsert t 7]: version 7",
              "a: [upsert t 7]: conflict"));

  static final Scenario OWN_ROWS_CHANGE =
      new Scenario(
          "a transaction changes rows of its own, some in files already",
          world -> Scenarios.prepared(world, create("t"), append("t", 1), append("t", 2)),
          world -> {
            Client a = world.startWithSmallBuffers("a");
            a.open();
            Tx tx = a.begin();
            for (int id = 11; id <= 25; id++) {
              tx.with(append("t", id));
            }
            tx.with(
                delete("t", 12), update("t", 13, "own"), delete("t", 1), upsert("t", 25, "own"));
            tx.with(read("t"), append("t", 30), delete("t", 30), update("t", 13, "again")).commit();
            a.publish();
            a.begin().with(append("t", 40), update("t", 13, "never"), delete("t", 40)).rollback();
            a.close();
          },
          List.of("a"),
          List.of(
              "a: 23 changes: version 2",
              "a: [append t 40, update t 13, delete t 40]: rolled back"));

  /** A checkpoint holds vectors, and commits after it that are not published yet change them. */
  static final Scenario CHECKPOINT_HOLDS_VECTORS =
      new Scenario(
          "a table's checkpoint with vectors is written and read",
          world -> {
            Client old = world.start("old");
            old.create();
            Tx rows = old.begin().with(create("t"));
            for (int id = 1; id <= 16; id++) {
              rows.with(append("t", id));
            }
            rows.commit();
            for (int id = 1; id <= 8; id++) {
              old.commit(delete("t", id));
            }
            old.publish();
            old.commit(update("t", 9, "nine"));
          },
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(delete("t", 10));
            a.publish();
            Client b = world.start("b");
            b.open();
            b.commit(update("t", 11, "eleven"), delete("t", 9));
            b.publish();
            b.close();
            a.close();
          },
          List.of("a", "b"),
          List.of("a: [delete t 10]: version 11", "b: [update t 11, delete t 9]: version 12"));

  /** Files of changes are named by the commit that they tell of, or by none. */
  static final Scenario CHANGES_ARE_TOLD =
      new Scenario(
          "tables ask for files of changes",
          world ->
              Scenarios.prepared(
                  world,
                  create("t"),
                  feed("t"),
                  append("t", 1),
                  append("t", 2),
                  append("t", 3),
                  append("t", 4),
                  createPartitioned("p"),
                  feed("p"),
                  append("p", 1, "p1"),
                  append("p", 2, "p2"),
                  append("p", 3, "p2")),
          world -> {
            Client a = world.start("a");
            Client b = world.start("b");
            a.open();
            b.open();
            a.commit(update("t", 1, "one"), delete("p", 2), append("t", 5));
            a.publish();
            Tx first = a.begin().with(update("t", 2, "two"), update("p", 3, "p1"));
            Tx second = b.begin().with(delete("t", 3));
            second.commit();
            first.commit();
            first = a.begin().with(upsert("t", 4, "of a"), upsert("t", 6, "six"));
            second = b.begin().with(update("t", 4, "of b"));
            second.commit();
            first.commit();
            a.begin().with(update("t", 5, "never")).rollback();
            a.commit(update("t", 5, "five"), delete("t", 5), delete("t", 1));
            a.close();
            b.close();
          },
          List.of("a", "b"),
          List.of(
              "a: [update t 1, delete p 2, append t 5]: version 2",
              "b: [delete t 3]: version 3",
              "a: [update t 2, update p 3]: version 4",
              "b: [update t 4]: version 5",
              "a: [upsert t 4, upsert t 6]: conflict",
              "a: [update t 5]: rolled back",
              "a: [update t 5, delete t 5, delete t 1]: version 6"));

  static final List<Scenario> ALL =
      List.of(
          ROWS_ARE_DELETED,
          ROWS_ARE_UPDATED,
          ROWS_ARE_UPSERTED,
          VECTORS_ARE_MERGED,
          OWN_ROWS_CHANGE,
          CHECKPOINT_HOLDS_VECTORS,
          CHANGES_ARE_TOLD);
}
