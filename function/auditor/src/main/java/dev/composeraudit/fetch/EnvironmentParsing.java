package dev.composeraudit.fetch;

import com.google.api.gax.httpjson.ApiMethodDescriptor;
import com.google.api.gax.httpjson.HttpJsonCallOptions;
import com.google.api.gax.httpjson.HttpJsonChannel;
import com.google.api.gax.httpjson.HttpJsonClientCall;
import com.google.api.gax.httpjson.HttpJsonClientInterceptor;
import com.google.api.gax.httpjson.HttpResponseParser;
import com.google.api.gax.httpjson.RestSerializationException;
import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonObject;
import com.google.protobuf.TypeRegistry;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Response;
import dev.composeraudit.subject.ResourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Replaces the response parser of Google's client for Composer. Its own parser has no limit of
 * length, accepts malformed JSON, and drops enum values that this version does not know, so that an
 * unknown value would read as if the field were not set.
 */
final class EnvironmentParsing implements HttpJsonClientInterceptor {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @Override
  public <RequestT, ResponseT> HttpJsonClientCall<RequestT, ResponseT> interceptCall(
      ApiMethodDescriptor<RequestT, ResponseT> method,
      HttpJsonCallOptions options,
      HttpJsonChannel next) {
    Duration timeout = options.getTimeoutDuration();
    long deadline = System.nanoTime() + (timeout == null ? LONGEST : timeout).toNanos();
    HttpResponseParser<ResponseT> parser = new StrictParser<>(method.getResponseParser(), deadline);
    return next.newCall(method.toBuilder().setResponseParser(parser).build(), options);
  }

  /**
   * Parses one answer.
   *
   * @param deadline as {@link System#nanoTime} has it: an answer that drips would keep its thread
   */
  private record StrictParser<T>(HttpResponseParser<T> google, long deadline)
      implements HttpResponseParser<T> {
    @Override
    public T parse(InputStream body) {
      return parse(body, TypeRegistry.getEmptyTypeRegistry());
    }

    @Override
    public T parse(InputStream body, TypeRegistry registry) {
      return parse(new InputStreamReader(body, StandardCharsets.UTF_8), registry);
    }

    @Override
    public T parse(Reader body, TypeRegistry registry) {
      try {
        JsonObject json = response(body).object();
        JsonObject readable = ResourceReader.readable(json, Environment.getDescriptor());
        return google.parse(new StringReader(readable.toString()), registry);
      } catch (MalformedDocumentException malformed) {
        throw new RestSerializationException(malformed);
      } catch (IOException cutOff) {
        throw new UncheckedIOException(cutOff);
      }
    }

    private Response response(Reader body) throws IOException {
      StringBuilder text = new StringBuilder();
      char[] buffer = new char[8192];
      int read = body.read(buffer);
      while (read >= 0 && text.length() <= BoundedHttpClient.BODY_LIMIT) {
        text.append(buffer, 0, read);
        if (System.nanoTime() - deadline > 0) {
          throw new HttpTimeoutException("no complete answer in time");
        }
        read = body.read(buffer);
      }
      return new Response(200, "", text.toString(), text.length() > BoundedHttpClient.BODY_LIMIT);
    }

    @Override
    public String serialize(T response) {
      return google.serialize(response);
    }
  }
}
