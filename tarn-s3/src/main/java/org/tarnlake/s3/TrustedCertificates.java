package org.tarnlake.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of a file, as {@code AWS_CA_BUNDLE} names one: PEM, one after the other. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * Trusts these and no others.
   *
   * @throws IllegalArgumentException if the file cannot be read, or has none
   */
  static TrustManager[] of(Path file) {
    try {
      KeyStore certificates = KeyStore.getInstance(KeyStore.getDefaultType());
      certificates.load(null, null);
      int count = 0;
      try (InputStream in = Files.newInputStream(file)) {
        CertificateFactory x509 = CertificateFactory.getInstance("X.509");
        for (Certificate each : x509.generateCertificates(in)) {
          certificates.setCertificateEntry("ca-" + count++, each);
        }
      }
      if (count == 0) {
        throw new IllegalArgumentException(
            "AWS_CA_BUNDLE names %s, which has no certificate; name a PEM file".formatted(file));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(certificates);
      return trust.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "AWS_CA_BUNDLE names %s, which cannot be read: %s; name a PEM file"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
