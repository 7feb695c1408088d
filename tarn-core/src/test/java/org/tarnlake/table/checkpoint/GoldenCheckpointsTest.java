package org.tarnlake.table.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.maintenance.check.Reads;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.maintenance.check.TableCheckpointCheck;
import org.tarnlake.maintenance.check.TableReplay;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.testing.GoldenLog;

/** The checkpoints that Spark and Databricks wrote say what their commits say. */
class GoldenCheckpointsTest {
  @BeforeAll
  static void goldenTables() {
    assumeThat(GoldenLog.isThere()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "125-iterator-bug",
        "basic-with-inserts-deletes-checkpoint",
        "basic-with-inserts-overwrite-restore",
        "checkpoint",
        "data-skipping-basic-stats-all-types-checkpoint",
        "dv-partitioned-with-checkpoint",
        "dv-with-columnmapping",
        "multi-part-checkpoint"
      })
  void theyAreNoFinding(String name) throws IOException {
    ObjectStore store = GoldenLog.load(name);
    Report report = new Report();
    TableCheckpointCheck check = new TableCheckpointCheck(report, new Reads(store, report));
    TableReplay table = new TableReplay("id", "");
    long newest = new TableLog(store, "").newestVersion();
    for (long version = 0; version <= newest; version++) {
      String object = DeltaNames.commit("", version);
      List<Action> actions = CommitLines.ofBytes(store.get(object)).actions(object, 1);
      for (Action action : actions) {
        apply(table, action);
      }
      for (Action action : actions) {
        if (action instanceof AddFile add) {
          table.add(add, version, -1);
        }
      }
      table.reached(version);
      check.attached(table);
    }
    assertThat(report.items()).isEmpty();
  }

  private static void apply(TableReplay table, Action action) {
    if (action instanceof RemoveFile remove) {
      table.remove(remove);
    } else if (action instanceof Metadata metadata) {
      table.metadata(metadata);
    } else if (action instanceof Protocol protocol) {
      table.protocol(protocol);
    } else if (action instanceof SetTransaction transaction) {
      table.transaction(transaction);
    } else if (action instanceof DomainMetadata domain) {
      table.domain(domain);
    }
  }
}
