package org.tarnlake.gcs;

/** What an answer turned out to mean, once more was known than it says. */
final class GcsTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Each with other consequences. */
  enum Kind {
    /** Something is missing since the bucket is. */
    NO_BUCKET,
    /** The server has forgotten what was sent of an upload. */
    UPLOAD_GONE,
    /** An upload had ended before the request came; how, it does not say. */
    UPLOAD_ENDED
  }

  private final Kind kind;

  GcsTrouble(Kind kind, Throwable cause) {
    super(kind.toString(), cause);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
