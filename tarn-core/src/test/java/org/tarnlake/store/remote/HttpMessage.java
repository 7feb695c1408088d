package org.tarnlake.store.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request or an answer of HTTP, as it went over the line.
 *
 * @param head its lines without the empty one at the end
 * @param body what follows them, framing included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpMessage(List<String> head, byte[] body) {
  private static final String GOOGLES_CONDITION = "ifGenerationMatch=0";
  private static final Pattern GOOGLES_NAME = Pattern.compile("\"name\":\"([^\"]+)\"");

  /** Reads one; null at the end of the stream. */
  static HttpMessage readRequest(InputStream in, OutputStream back) throws IOException {
    List<String> head = readHead(in);
    if (head == null) {
      return null;
    }
    HttpMessage bare = new HttpMessage(head, new byte[0]);
    if ("100-continue".equalsIgnoreCase(bare.header("expect"))) {
      back.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      back.flush();
    }
    return new HttpMessage(bare.head, readBody(bare, in));
  }

  /** Reads the answer to a request. */
  static HttpMessage readAnswer(InputStream in, String method) throws IOException {
    List<String> head = readHead(in);
    if (head == null) {
      throw new EOFException("the server closed the connection");
    }
    HttpMessage bare = new HttpMessage(head, new byte[0]);
    boolean empty = method.equals("HEAD") || bare.status() == 204 || bare.status() == 304;
    return empty ? bare : new HttpMessage(head, readBody(bare, in));
  }

  /** An answer of S3's kind, and of Azure's, which has the code in its head, too. */
  static HttpMessage error(int status, String code) {
    byte[] body =
        "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>as the test says</Message></Error>"
            .formatted(code)
            .getBytes(ISO_8859_1);
    List<String> head = new ArrayList<>();
    head.add("HTTP/1.1 %d %s".formatted(status, code));
    head.add("Content-Type: application/xml");
    head.add("Content-Length: " + body.length);
    if (!code.isEmpty()) {
      head.add("x-ms-error-code: " + code);
    }
    return new HttpMessage(List.copyOf(head), body);
  }

  /** An answer of Google's kind. */
  static HttpMessage jsonError(int status, String reason) {
    String errors =
        reason.isEmpty()
            ? ""
            : ",\"errors\":[{\"domain\":\"global\",\"reason\":\"%s\"}]".formatted(reason);
    byte[] body =
        "{\"error\":{\"code\":%d,\"message\":\"as the test says\"%s}}"
            .formatted(status, errors)
            .getBytes(ISO_8859_1);
    return new HttpMessage(
        List.of(
            "HTTP/1.1 %d %s".formatted(status, reason),
            "Content-Type: application/json; charset=UTF-8",
            "Content-Length: " + body.length),
        body);
  }

  public String method() {
    return head.get(0).split(" ", 3)[0];
  }

  public String path() {
    return head.get(0).split(" ", 3)[1];
  }

  public int status() {
    return Integer.parseInt(head.get(0).split(" ", 3)[1]);
  }

  /** A header's value; empty if there is none. */
  public String header(String name) {
    for (String line : head) {
      if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    return "";
  }

  HttpMessage without(String name) {
    return new HttpMessage(
        head.stream()
            .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
            .toList(),
        body);
  }

  /** As a server takes it, of a request that names the server as those to a proxy do. */
  HttpMessage toServer() {
    List<String> lines = new ArrayList<>(head);
    lines.set(0, lines.get(0).replaceFirst(" https?://[^/ ]+", " "));
    return new HttpMessage(List.copyOf(lines), body);
  }

  boolean isConditional() {
    return !header("if-none-match").isEmpty() || path().contains(GOOGLES_CONDITION);
  }

  /** A request for whether there is an object of the name that this one writes. */
  HttpMessage lookForName() {
    Matcher named = GOOGLES_NAME.matcher(new String(body, ISO_8859_1));
    String line =
        path().contains(GOOGLES_CONDITION) && named.find()
            ? "GET %s/%s"
                .formatted(
                    path().replaceFirst("^/upload", "").replaceFirst("\\?.*", ""),
                    URLEncoder.encode(named.group(1), UTF_8))
            : "HEAD " + path();
    return new HttpMessage(List.of(line + " HTTP/1.1", "Host: " + header("host")), new byte[0]);
  }

  /** Without what makes a write conditional: a header, or with Google a part of the address. */
  HttpMessage withoutCondition() {
    List<String> lines = new ArrayList<>(without("if-none-match").head);
    lines.set(0, lines.get(0).replaceFirst("(?<=[?&])" + GOOGLES_CONDITION + "&?", ""));
    return new HttpMessage(List.copyOf(lines), body);
  }

  HttpMessage withDate(ZonedDateTime time) {
    List<String> lines = new ArrayList<>(head);
    lines.add("Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(time));
    return new HttpMessage(List.copyOf(lines), body);
  }

  HttpMessage withoutBody() {
    return new HttpMessage(head, new byte[0]);
  }

  void write(OutputStream out) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String line : head) {
      all.write((line + "\r\n").getBytes(ISO_8859_1));
    }
    all.write("\r\n".getBytes(ISO_8859_1));
    all.write(body);
    out.write(all.toByteArray());
    out.flush();
  }

  private static byte[] readBody(HttpMessage bare, InputStream in) throws IOException {
    if (!bare.header("content-length").isEmpty()) {
      return readExactly(in, Integer.parseInt(bare.header("content-length")));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (bare.header("transfer-encoding").equalsIgnoreCase("chunked")) {
      int size;
      do {
        String line = readLine(in);
        size = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
        body.write((line + "\r\n").getBytes(ISO_8859_1));
        body.write(readExactly(in, size + 2));
      } while (size > 0);
    }
    return body.toByteArray();
  }

  private static byte[] readExactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a body ended early");
    }
    return bytes;
  }

  private static List<String> readHead(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    String line = readLine(in);
    if (line == null) {
      return null;
    }
    while (!line.isEmpty()) {
      lines.add(line);
      line = readLine(in);
      if (line == null) {
        throw new EOFException("a head ended early");
      }
    }
    return lines;
  }

  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n') {
      if (b != '\r') {
        line.write(b);
      }
      b = in.read();
    }
    return line.toString(ISO_8859_1);
  }
}
