package org.tarnlake.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.identity.DefaultAzureCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.NoCredentialsException;
import reactor.core.publisher.Mono;

/**
 * An identity of the vendor's chain, looked for when it is first needed. A failure to get any is
 * told apart from a failed request: then nothing was sent. Safe for many threads.
 */
final class AzureIdentity implements TokenCredential {
  private final HttpClient http;
  private @Nullable DefaultAzureCredential chain;

  AzureIdentity(HttpClient http) {
    this.http = http;
  }

  private synchronized DefaultAzureCredential chain() {
    if (chain == null) {
      chain = new DefaultAzureCredentialBuilder().httpClient(http).build();
    }
    return chain;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.defer(() -> chain().getToken(request)).onErrorMap(NoCredentialsException::new);
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    try {
      return chain().getTokenSync(request);
    } catch (RuntimeException e) {
      throw new NoCredentialsException(e);
    }
  }
}
