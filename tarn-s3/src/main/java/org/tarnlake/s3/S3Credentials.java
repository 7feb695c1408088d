package org.tarnlake.s3;

import org.tarnlake.store.remote.NoCredentialsException;
import org.tarnlake.store.remote.Variables;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/**
 * The credentials of the vendor's chain. A failure to get any is told apart from a failed request:
 * then nothing was sent.
 *
 * @param chain where they come from
 */
record S3Credentials(AwsCredentialsProvider chain) implements AwsCredentialsProvider {
  private static final String ID = "AWS_ACCESS_KEY_ID";
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (RuntimeException e) {
      throw new NoCredentialsException(e);
    }
  }

  /** Why there are none, and what to do. */
  static String whyNone() {
    Variables variables = Variables.ofProcess(name -> name.startsWith("aws."));
    boolean hasId = variables.name("aws.accessKeyId", ID) != null;
    if (hasId != (variables.name("aws.secretAccessKey", SECRET) != null)) {
      return "%s is set, but %s is missing; set both"
          .formatted(hasId ? ID : SECRET, hasId ? SECRET : ID);
    }
    boolean isNamed = variables.name("aws.profile", "AWS_PROFILE") != null;
    if (isNamed && !S3Profile.exists()) {
      return "there is no profile '%s' in %s or %s; write it there, or set AWS_PROFILE to one that is there"
          .formatted(
              S3Profile.name(),
              ProfileFileLocation.configurationFilePath(),
              ProfileFileLocation.credentialsFilePath());
    }
    return "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE,"
        + " or run 'aws sso login', or set AWS_SKIP_SIGNATURE=true for a bucket that is public";
  }
}
