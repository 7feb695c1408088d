package org.tarnlake.store.remote;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What the certificates of servers mean for requests. Stateless. */
public final class Certificates {
  /** What the JVM says of a server that does not speak https. */
  private static final String NO_TLS = "Unsupported or unrecognized SSL message";

  private Certificates() {}

  /**
   * Whether a server's certificate is not trusted, or it has none: nothing was sent, and no later
   * try changes that.
   */
  public static boolean isRefused(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof CertificateException
          || each instanceof SSLPeerUnverifiedException
          || (each instanceof SSLException && NO_TLS.equals(each.getMessage()))) {
        return true;
      }
    }
    return false;
  }
}
