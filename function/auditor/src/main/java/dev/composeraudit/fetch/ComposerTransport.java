package dev.composeraudit.fetch;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.HttpSender;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.TransientStatusException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets Google's client for Composer send by our wire: its own transport follows redirects, reads
 * bodies of any length and JSON of any laxness, logs headers, and loses what a refusal said.
 */
final class ComposerTransport extends HttpTransport {
  private final HttpSender wire;

  ComposerTransport(HttpSender wire) {
    this.wire = wire;
  }

  @Override
  public boolean supportsMethod(String method) {
    return method.equals("GET");
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(wire, URI.create(url));
  }

  /** An answer that is neither what was wanted nor transient. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Response answer;

    private RefusedException(Response answer) {
      super(answer.statusName());
      this.answer = answer;
    }

    Response answer() {
      return answer;
    }
  }

  /** A 200 whose body is not JSON as it should be. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    private UnreadableException(MalformedDocumentException why) {
      super(why.getMessage(), why);
    }
  }

  private static Response checked(Response answer) throws IOException {
    if (answer.isTransient()) {
      throw new TransientStatusException(answer);
    }
    if (!answer.isOk()) {
      throw new RefusedException(answer);
    }
    try {
      answer.object();
      return answer;
    } catch (MalformedDocumentException malformed) {
      throw new UnreadableException(malformed);
    }
  }

  private static final class Request extends LowLevelHttpRequest {
    private final HttpSender wire;
    private final URI uri;
    private final Map<String, String> headers = new TreeMap<>();

    Request(HttpSender wire, URI uri) {
      this.wire = wire;
      this.uri = uri;
    }

    /** Keeps Google's own; the others are about encodings and connections, which are the wire's. */
    @Override
    public void addHeader(String name, String value) {
      if (name.toLowerCase(Locale.ROOT).startsWith("x-goog-")) {
        headers.put(name, value);
      }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      try {
        return new LowLevelResponse(checked(wire.get(uri, headers, HttpSender.CALL_TIMEOUT)));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  /** An answer as Google's client wants it. */
  private static final class LowLevelResponse extends LowLevelHttpResponse {
    private final Response answer;

    LowLevelResponse(Response answer) {
      this.answer = answer;
    }

    @Override
    public InputStream getContent() {
      return new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String getContentEncoding() {
      return "";
    }

    @Override
    public long getContentLength() {
      return -1;
    }

    @Override
    public String getContentType() {
      return answer.contentType();
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + answer.status();
    }

    @Override
    public int getStatusCode() {
      return answer.status();
    }

    @Override
    public String getReasonPhrase() {
      return "";
    }

    @Override
    public int getHeaderCount() {
      return 0;
    }

    @Override
    public String getHeaderName(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public String getHeaderValue(int index) {
      throw new IndexOutOfBoundsException(index);
    }
  }
}
