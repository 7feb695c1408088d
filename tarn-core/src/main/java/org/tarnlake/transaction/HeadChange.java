package org.tarnlake.transaction;

import java.util.Objects;
import java.util.UUID;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.LakeMembership;
import org.tarnlake.table.write.VectorRules;

/** How a commit changes a table's protocol and metadata. Immutable. */
sealed interface HeadChange {
  /** Protocol and metadata before. */
  TableHead before();

  /** What the table's own history calls it. */
  String operation();

  /** Protocol and metadata after the commit of a version, made at a time. */
  TableHead after(long tableVersion, long timestampMillis);

  /** A table that is given to a lake: from here on only the lake's log may commit to it. */
  record Enters(TableHead before, UUID lakeId) implements HeadChange {
    public Enters {
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(lakeId, "lakeId");
    }

    @Override
    public String operation() {
      return "ATTACH";
    }

    @Override
    public TableHead after(long tableVersion, long timestampMillis) {
      return LakeMembership.entered(before, lakeId, tableVersion, timestampMillis);
    }
  }

  /** A table that a lake gives back: from here on any writer may commit to it. */
  record Leaves(TableHead before) implements HeadChange {
    public Leaves {
      Objects.requireNonNull(before, "before");
    }

    @Override
    public String operation() {
      return "DETACH";
    }

    @Override
    public TableHead after(long tableVersion, long timestampMillis) {
      return LakeMembership.left(before);
    }
  }

  /**
   * Other columns or properties; rows may come and go in the same commit.
   *
   * @param statement what was done, in the words of the table's own history
   * @param followsRows whether it is right whatever rows the table has
   */
  record Altered(TableHead before, TableHead after, Statement statement, boolean followsRows)
      implements HeadChange {
    public Altered {
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
      Objects.requireNonNull(statement, "statement");
    }

    @Override
    public String operation() {
      return statement.operation();
    }

    @Override
    public TableHead after(long tableVersion, long timestampMillis) {
      return after;
    }

    /**
     * The same change, then another one.
     *
     * @param head what both lead to
     */
    Altered and(TableHead head, Statement next, boolean nextFollowsRows) {
      return new Altered(before, head, statement.then(next), followsRows && nextFollowsRows);
    }

    /**
     * The same change where others gave the table vectors meanwhile.
     *
     * @param now the table as it is, which differs from that before by vectors at most
     */
    Altered onTopOf(TableHead now) {
      return now.equals(before)
          ? this
          : new Altered(now, VectorRules.enabledToo(before, now, after), statement, followsRows);
    }
  }
}
