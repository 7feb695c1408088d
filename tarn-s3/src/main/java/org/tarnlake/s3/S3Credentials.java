package org.tarnlake.s3;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials of the vendor's chain. A failure to get any is told apart from a failed request:
 * then nothing was sent.
 *
 * @param chain where they come from
 */
record S3Credentials(AwsCredentialsProvider chain) implements AwsCredentialsProvider {
  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (RuntimeException e) {
      throw new NoCredentialsException(e);
    }
  }
}
