package org.tarnlake.table.action;

/** One line of a Delta commit, of a kind that Tarn knows (PROTOCOL.md, "Actions"). */
public sealed interface Action
    permits AddFile,
        RemoveFile,
        CdcFile,
        Metadata,
        Protocol,
        SetTransaction,
        DomainMetadata,
        CommitInfo {}
