package org.tarnlake.table.action;

/**
 * What row tracking keeps of a data file (PROTOCOL.md, "Row Tracking").
 *
 * @param baseRowId the id of the first row
 * @param defaultCommitVersion the version that added the rows
 */
public record RowIds(long baseRowId, long defaultCommitVersion) {}
