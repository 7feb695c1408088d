package org.tarnlake.table.action;

/** One line of a Delta commit, of a kind that Tarn knows (PROTOCOL.md, "Actions"). */
public sealed interface Action
    permits AddFile, RemoveFile, Metadata, Protocol, SetTransaction, DomainMetadata, CommitInfo {}
