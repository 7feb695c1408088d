package org.tarnlake.crash;

import static org.tarnlake.crash.Change.append;
import static org.tarnlake.crash.Change.cloneOf;
import static org.tarnlake.crash.Change.create;
import static org.tarnlake.crash.Change.delete;
import static org.tarnlake.crash.Change.drop;
import static org.tarnlake.crash.Change.restore;
import static org.tarnlake.crash.Change.revert;
import static org.tarnlake.crash.Change.update;

import java.util.List;
import java.util.Map;

/** Scenarios in which tables become what they were. Each one's process {@code old} prepares it. */
final class UndoScenarios {
  private UndoScenarios() {}

  static final Scenario TABLES_ARE_RESTORED =
      new Scenario(
          "tables are restored, one that was dropped among them",
          world -> {
            Client old = world.start("old");
            old.create();
            old.commit(create("t"), append("t", 1), append("t", 2), append("t", 3), create("u"));
            old.commit(delete("t", 1), append("t", 4), append("u", 1));
            old.commit(update("u", 1, "one"));
            old.commit(drop("u"));
            old.publish();
          },
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(restore("t", 1, "1: row 1", "2: row 2", "3: row 3"));
            a.publish();
            a.commit(restore("u", 2, "1: row 1"), append("u", 2), delete("t", 2));
            a.begin().with(restore("t", 2, "2: row 2", "3: row 3", "4: row 4")).rollback();
            a.commit(
                restore("t", 2, "2: row 2", "3: row 3", "4: row 4"),
                delete("t", 3),
                append("t", 5));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [restore t to 1]: version 5",
              "a: [restore u to 2, append u 2, delete t 2]: version 6",
              "a: [restore t to 2]: rolled back",
              "a: [restore t to 2, delete t 3, append t 5]: version 7"));

  /** Of two that mean one table one wins, whatever rows they mean. */
  static final Scenario RESTORES_CONFLICT =
      new Scenario(
          "a table is restored while others write to it",
          world -> {
            Client old = world.start("old");
            old.create();
            old.commit(create("t"), append("t", 1), append("t", 2));
            old.commit(delete("t", 1));
            old.publish();
          },
          world -> {
            Client a = world.start("a");
            Client b = world.start("b");
            a.open();
            b.open();
            Tx first = a.begin().with(restore("t", 1, "1: row 1", "2: row 2"));
            Tx second = b.begin().with(append("t", 3));
            first.commit();
            second.commit();
            first = a.begin().with(restore("t", 2, "2: row 2"));
            second = b.begin().with(append("t", 4));
            second.commit();
            first.commit();
            a.close();
            b.close();
          },
          List.of("a", "b"),
          List.of(
              "a: [restore t to 1]: version 3",
              "b: [append t 3]: conflict",
              "b: [append t 4]: version 4",
              "a: [restore t to 2]: conflict"));

  static final Scenario TABLES_ARE_CLONED =
      new Scenario(
          "tables are cloned, with vectors, and changed at once",
          world -> {
            Client old = world.start("old");
            old.create();
            old.commit(create("t"), append("t", 1), append("t", 2), append("t", 3));
            old.commit(delete("t", 1), append("t", 4));
            old.publish();
          },
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(cloneOf("t", 2, "u", "2: row 2", "3: row 3", "4: row 4"), append("t", 5));
            a.publish();
            a.begin().with(cloneOf("u", 3, "v", "2: row 2", "3: row 3", "4: row 4")).rollback();
            a.commit(
                cloneOf("t", 1, "v", "1: row 1", "2: row 2", "3: row 3"),
                delete("v", 2),
                append("v", 6),
                drop("t"));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [clone t of 2 to u, append t 5]: version 3",
              "a: [clone u of 3 to v]: rolled back",
              "a: [clone t of 1 to v, delete v 2, append v 6, drop t]: version 4"));

  static final Scenario A_TRANSACTION_IS_REVERTED =
      new Scenario(
          "a transaction over several tables is reverted, a drop among what it did",
          world -> {
            Client old = world.start("old");
            old.create();
            old.commit(
                create("t"),
                append("t", 1),
                append("t", 2),
                append("t", 3),
                append("t", 9),
                create("u"),
                append("u", 1),
                create("v"),
                append("v", 1));
            old.commit(delete("t", 1), update("t", 2, "two"), append("u", 2), drop("v"));
            old.commit(delete("t", 3), append("u", 3));
            old.publish();
          },
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(
                revert(
                    2,
                    Map.of(
                        "t", List.of("1: row 1", "2: row 2", "9: row 9"),
                        "u", List.of("1: row 1", "3: row 3"),
                        "v", List.of("1: row 1"))),
                append("t", 4),
                update("v", 1, "one"));
            a.publish();
            a.commit(
                revert(
                    3,
                    Map.of(
                        "t", List.of("1: row 1", "2: row 2", "3: row 3", "4: row 4", "9: row 9"),
                        "u", List.of("1: row 1"))),
                delete("t", 1));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [revert 2, append t 4, update v 1]: version 4",
              "a: [revert 3, delete t 1]: version 5"));

  static final List<Scenario> ALL =
      List.of(TABLES_ARE_RESTORED, RESTORES_CONFLICT, TABLES_ARE_CLONED, A_TRANSACTION_IS_REVERTED);
}
