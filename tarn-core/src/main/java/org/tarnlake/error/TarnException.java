package org.tarnlake.error;

import org.jspecify.annotations.Nullable;

/** Every failure that Tarn reports; its subtypes say what the caller should do next. */
public abstract sealed class TarnException extends RuntimeException
    permits ConflictException,
        CommitUnknownException,
        StorageException,
        CorruptionException,
        UnsupportedTableException,
        InvalidDataException {
  private static final long serialVersionUID = 1L;

  TarnException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
