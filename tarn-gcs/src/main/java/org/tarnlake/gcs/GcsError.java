package org.tarnlake.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.NoCredentialsException;

/**
 * An answer that is an error. Immutable.
 *
 * @param isGoogles whether it is of the service's own form, and not of somebody between
 * @param reason the service's word for it; empty if it has none
 * @param message what it says to people, one line without secrets; empty if nothing
 */
record GcsError(int status, boolean isGoogles, String reason, String message) {
  private static final int MESSAGE_MAX = 300;

  /**
   * The error of the server among the causes of a failure; null if there is none. What whoever
   * gives credentials answered is none.
   */
  static @Nullable GcsError find(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof NoCredentialsException) {
        return null;
      }
      if (each instanceof HttpResponseException answer) {
        return of(answer.getStatusCode(), answer.getContent());
      }
    }
    return null;
  }

  /** Reads an answer: an error in JSON, whole or the inner part of it, or a line of text. */
  static GcsError of(int status, @Nullable String content) {
    String text = content == null ? "" : content.strip();
    JsonObject error = error(text);
    if (error == null) {
      return new GcsError(status, false, "", text.startsWith("<") ? "" : line(text));
    }
    String reason = "";
    JsonElement all = error.get("errors");
    if (all != null && all.isJsonArray()) {
      for (JsonElement each : all.getAsJsonArray()) {
        reason = reason.isEmpty() && each.isJsonObject() ? text(each, "reason") : reason;
      }
    }
    return new GcsError(status, true, reason, line(text(error, "message")));
  }

  private static @Nullable JsonObject error(String text) {
    if (!text.startsWith("{")) {
      return null;
    }
    try {
      JsonObject all = JsonParser.parseString(text).getAsJsonObject();
      JsonElement inner = all.get("error");
      JsonObject error = inner != null && inner.isJsonObject() ? inner.getAsJsonObject() : all;
      return error.has("code") ? error : null;
    } catch (JsonParseException e) {
      return null;
    }
  }

  private static String text(JsonElement object, String name) {
    JsonElement value = object.getAsJsonObject().get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static String line(String text) {
    String first = text.lines().findFirst().orElse("").strip();
    return first.length() > MESSAGE_MAX ? first.substring(0, MESSAGE_MAX) + "..." : first;
  }

  /** Whether too much was asked for, which the service says in more than one way. */
  boolean isForLater() {
    return status == 408
        || status == 429
        || status >= 500
        || reason.equals("rateLimitExceeded")
        || reason.equals("userRateLimitExceeded");
  }

  boolean saysNoBucket() {
    return message.equals("The specified bucket does not exist.");
  }

  boolean saysNoObject() {
    return message.startsWith("No such object: ");
  }
}
