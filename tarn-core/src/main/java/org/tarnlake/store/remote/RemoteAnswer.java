package org.tarnlake.store.remote;

/** What a failed conditional write says about the object. */
public enum RemoteAnswer {
  /** There is an object of that name, perhaps by an earlier try whose answer was lost. */
  TAKEN,
  /** The server refused the request, and would again. Nothing was written by it. */
  REFUSED,
  /** The request did not reach the server, or was not looked at; another may. */
  NOT_DONE,
  /** The object may have been written, or may be later. */
  UNKNOWN
}
