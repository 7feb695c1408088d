package org.tarnlake.table.action;

import java.util.Objects;

/**
 * An application's own progress, kept with the data: the latest version per application wins.
 *
 * @param appId names the application
 * @param version its progress
 * @param updatedMillis when, in milliseconds since 1970; 0 if unknown
 */
public record SetTransaction(String appId, long version, long updatedMillis) implements Action {
  public SetTransaction {
    Objects.requireNonNull(appId, "appId");
  }
}
