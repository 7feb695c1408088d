package org.tarnlake.table.action;

/** One line of a Delta commit that changes the table's state (PROTOCOL.md, "Actions"). */
public sealed interface Action
    permits AddFile, RemoveFile, Metadata, Protocol, SetTransaction, DomainMetadata, CommitInfo {}
