package org.tarnlake.table.action;

import java.util.Objects;

/** A named piece of configuration; a removed one is a tombstone. */
public record DomainMetadata(String domain, String configuration, boolean removed)
    implements Action {
  public DomainMetadata {
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(configuration, "configuration");
  }

  /** Whether an action says something else of the domain. */
  public boolean isReplacedBy(Action action) {
    return action instanceof DomainMetadata other && other.domain.equals(domain);
  }
}
