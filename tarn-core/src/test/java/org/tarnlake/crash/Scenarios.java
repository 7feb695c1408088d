package org.tarnlake.crash;

import static org.tarnlake.crash.Change.append;
import static org.tarnlake.crash.Change.create;
import static org.tarnlake.crash.Change.createPartitioned;
import static org.tarnlake.crash.Change.drop;
import static org.tarnlake.crash.Change.read;
import static org.tarnlake.crash.Change.rename;

import java.util.List;
import java.util.stream.Stream;
import org.tarnlake.Isolation;
import org.tarnlake.store.GatedStore;

/** What may be interrupted at any moment. Each scenario's process {@code old} prepares it. */
final class Scenarios {
  private Scenarios() {}

  static final Scenario LAKE_IS_MADE =
      new Scenario(
          "a lake is made",
          world -> {},
          world -> {
            Client a = world.start("a");
            a.create();
            a.commit(create("t"), append("t", 1));
            a.close();
          },
          List.of("a"),
          List.of("a: [create t, append t 1]: version 1"));

  static final Scenario TABLE_IS_MADE_AND_FILLED =
      new Scenario(
          "a table is made and filled",
          world -> prepared(world),
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(create("t"));
            a.commit(append("t", 1), append("t", 2));
            a.publish();
            a.commit(append("t", 3));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [create t]: version 1",
              "a: [append t 1, append t 2]: version 2",
              "a: [append t 3]: version 3"));

  static final Scenario TRANSACTION_OVER_TABLES =
      new Scenario(
          "a transaction over several tables",
          world -> prepared(world, create("debits"), create("credits")),
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(append("debits", 1), append("credits", 1));
            a.commit(
                create("audit"), append("credits", 2), append("debits", 2), append("audit", 2));
            a.publish();
            a.begin().with(append("debits", 3), append("credits", 3)).rollback();
            a.commit(append("audit", 4), append("debits", 4));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [append debits 1, append credits 1]: version 2",
              "a: [create audit, append credits 2, append debits 2, append audit 2]: version 3",
              "a: [append debits 3, append credits 3]: rolled back",
              "a: [append audit 4, append debits 4]: version 4"));

  static final Scenario TABLES_COME_AND_GO =
      new Scenario(
          "tables are made, renamed and dropped",
          world -> prepared(world, create("x"), append("x", 1)),
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(rename("x", "y"), append("y", 2));
            a.commit(create("x"), append("x", 3), drop("y"));
            a.publish();
            a.commit(rename("x", "y"), create("x"));
            a.commit(drop("x"), drop("y"));
            a.commit(create("x"), append("x", 4));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [rename x to y, append y 2]: version 2",
              "a: [create x, append x 3, drop y]: version 3",
              "a: [rename x to y, create x]: version 4",
              "a: [drop x, drop y]: version 5",
              "a: [create x, append x 4]: version 6"));

  static final Scenario TWO_CLIENTS_REBASE_AND_CONFLICT =
      new Scenario(
          "two clients rebase and conflict",
          world -> prepared(world, create("t"), create("gone")),
          world -> {
            Client a = world.start("a");
            Client b = world.start("b");
            a.open();
            b.open();
            Tx appendOfA = a.begin().with(append("t", 1));
            Tx appendOfB = b.begin().with(append("t", 2));
            appendOfB.commit();
            appendOfA.commit();
            a.publish();
            b.publish();
            Tx dropOfA = a.begin().with(drop("gone"));
            Tx dropOfB = b.begin().with(append("gone", 3), append("t", 3));
            dropOfA.commit();
            dropOfB.commit();
            Tx readOfA = a.begin(Isolation.SERIALIZABLE).with(read("t"), append("t", 4));
            Tx readOfB = b.begin(Isolation.SERIALIZABLE).with(read("t"), append("t", 5));
            readOfB.commit();
            readOfA.commit();
            b.publish();
            a.publish();
            a.close();
            b.close();
          },
          List.of("a", "b"),
          List.of(
              "b: [append t 2]: version 2",
              "a: [append t 1]: version 3",
              "a: [drop gone]: version 4",
              "b: [append gone 3, append t 3]: conflict",
              "b: [read t, append t 5]: version 5",
              "a: [read t, append t 4]: conflict"));

  static final Scenario LINES_ARE_STAGED =
      new Scenario(
          "a commit whose lines stand in an object of their own",
          world -> prepared(world, createPartitioned("t"), create("u")),
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(append("t", 1, "p".repeat(1_100_000)), append("u", 1));
            a.publish();
            a.commit(append("t", 2), append("u", 2));
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [append t 1, append u 1]: version 2", "a: [append t 2, append u 2]: version 3"));

  static final Scenario CHECKPOINTS_ARE_WRITTEN =
      new Scenario(
          "lake checkpoints are written and read",
          world -> {
            Client old = world.start("old");
            old.create();
            old.commit(create("t"), create("dropped"));
            old.commit(drop("dropped"));
            for (int version = 3; version <= 62; version += 2) {
              old.commit(rename("t", "u"));
              old.commit(rename("u", "t"));
              old.publish();
            }
            old.close();
          },
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(append("t", 63));
            a.publish();
            a.commit(append("t", 64));
            a.publish();
            a.commit(append("t", 65));
            a.publish();
            Client b = world.start("b");
            b.open();
            b.commit(append("t", 66));
            b.close();
            a.close();
          },
          List.of("a", "b"),
          List.of(
              "a: [append t 63]: version 63",
              "a: [append t 64]: version 64",
              "a: [append t 65]: version 65",
              "b: [append t 66]: version 66"));

  static final Scenario TABLE_CHECKPOINTS_ARE_WRITTEN =
      new Scenario(
          "checkpoints of tables are written and read",
          world -> {
            Client old = world.start("old");
            old.create();
            old.commit(create("t"), createPartitioned("p"));
            for (int version = 1; version < 10; version++) {
              old.commit(append("t", version), append("p", version, "p" + version % 2));
              old.publish();
            }
            old.close();
          },
          world -> {
            Client a = world.start("a");
            a.open();
            a.commit(append("t", 10), append("p", 10, "p0"));
            a.publish();
            Client b = world.start("b");
            b.open();
            b.commit(read("t"), append("t", 11));
            b.publish();
            b.close();
            a.close();
          },
          List.of("a", "b"),
          List.of(
              "a: [append t 10, append p 10]: version 11", "b: [read t, append t 11]: version 12"));

  static final Scenario DEAD_PROCESS_LEFT_WORK =
      new Scenario(
          "what a dead process did not publish is published",
          world -> {
            Client old = world.start("old");
            old.create();
            old.commit(create("t"), create("u"));
            old.publish();
            old.commit(append("t", 1), append("u", 1));
            old.commit(rename("t", "v"), append("v", 2));
            old.commit(create("t"), append("u", 3));
          },
          world -> {
            Client a = world.start("a");
            a.open();
            a.awaitPublished();
            a.commit(append("t", 4), append("u", 4), append("v", 4));
            a.close();
          },
          List.of("a"),
          List.of("a: [append t 4, append u 4, append v 4]: version 5"));

  static final Scenario FILES_ARE_WRITTEN_BEFORE_THE_COMMIT =
      new Scenario(
          "data files are written while the transaction is open",
          world -> prepared(world, createPartitioned("p"), create("t")),
          world -> {
            Client a = world.startWithSmallBuffers("a");
            a.open();
            Tx tx = a.begin();
            for (int id = 1; id <= 20; id++) {
              tx.with(append("t", id), append("p", id, "partition " + id % 2));
            }
            tx.with(read("t"), read("p"), append("t", 21)).commit();
            a.publish();
            Tx other = a.begin();
            for (int id = 30; id <= 40; id++) {
              other.with(append("t", id));
            }
            other.with(read("t")).rollback();
            a.close();
          },
          List.of("a"),
          List.of("a: 43 changes: version 2", "a: 12 changes: rolled back"));

  /** The first commits while the others wait; they then share an entry. */
  static final Scenario THREADS_SHARE_AN_ENTRY =
      new Scenario(
          "threads of one process share an entry",
          world -> prepared(world, create("t"), create("u")),
          world -> {
            Client a = world.start("a");
            a.open();
            Tx first = a.begin().with(append("t", 1));
            List<Tx> others =
                List.of(
                    a.begin().with(append("t", 2), append("u", 2)),
                    a.begin().with(append("t", 3)),
                    a.begin().with(append("u", 4)));
            String entry = "_tarn/log/00000000000000000002.json";
            try (GatedStore.Gate gate = world.gate("a", entry);
                CommittingThreads threads = new CommittingThreads()) {
              threads.start(first);
              others.forEach(threads::start);
              gate.open();
            }
            a.publish();
            a.close();
          },
          List.of("a"),
          List.of(
              "a: [append t 1]: version 2",
              "a: [append t 2, append u 2]: version 3",
              "a: [append t 3]: version 3",
              "a: [append u 4]: version 3"));

  private static final List<Scenario> OWN =
      List.of(
          THREADS_SHARE_AN_ENTRY,
          LAKE_IS_MADE,
          TABLE_IS_MADE_AND_FILLED,
          TRANSACTION_OVER_TABLES,
          TABLES_COME_AND_GO,
          TWO_CLIENTS_REBASE_AND_CONFLICT,
          LINES_ARE_STAGED,
          CHECKPOINTS_ARE_WRITTEN,
          TABLE_CHECKPOINTS_ARE_WRITTEN,
          DEAD_PROCESS_LEFT_WORK,
          FILES_ARE_WRITTEN_BEFORE_THE_COMMIT);

  static final List<Scenario> ALL =
      Stream.of(OWN, RowScenarios.ALL, AlterScenarios.ALL, UndoScenarios.ALL)
          .flatMap(List::stream)
          .toList();

  /** A lake whose version 1 made these changes; empty if there are none. */
  static void prepared(World world, Change... changes) {
    Client old = world.start("old");
    old.create();
    if (changes.length > 0) {
      old.commit(changes);
    }
    old.close();
  }
}
