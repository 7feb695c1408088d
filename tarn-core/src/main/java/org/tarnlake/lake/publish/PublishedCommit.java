package org.tarnlake.lake.publish;

import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.RatifiedEntry;

/**
 * A commit that stands in its table's own log. Immutable.
 *
 * @param table as the entry leaves it, or gives it back
 * @param entry that ratified it
 * @param version of the table
 */
record PublishedCommit(CatalogTable table, RatifiedEntry entry, long version) {}
