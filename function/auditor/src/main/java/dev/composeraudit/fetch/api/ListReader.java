package dev.composeraudit.fetch.api;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.GoogleApiClient.Parser;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/** Reads a list of one of Google's APIs: all items, or none; or one page of them. */
public final class ListReader {
  // 500 items a page; an organization has some thousand environments.
  private static final int PAGES = 200;

  private final GoogleApiClient api;

  public ListReader(GoogleApiClient api) {
    this.api = api;
  }

  /**
   * Reads all items.
   *
   * @param uri of the first page, with a query
   * @param items the field that holds a page's items
   */
  public Observed<List<JsonObject>> read(
      ReadRequest request, URI uri, String items, Deadline deadline) throws TransientException {
    List<JsonObject> all = new ArrayList<>();
    String next = "";
    for (int page = 0; page < PAGES; page++) {
      Observed<ListPage> read = readPage(request, uri, items, next, deadline);
      if (read instanceof Unknown<ListPage> unknown) {
        return unknown.as();
      }
      ListPage known = ((Known<ListPage>) read).value();
      all.addAll(known.items());
      next = known.nextToken();
      if (next.isEmpty()) {
        return Observed.known(List.copyOf(all));
      }
    }
    return request.unknown(
        Reason.UNREADABLE, "the list does not end after %d pages".formatted(PAGES));
  }

  /**
   * Converts each item of a list; unknown if one of them cannot be read: without it the list would
   * be too short.
   */
  public static <T> Observed<List<T>> parsed(
      ReadRequest request, List<JsonObject> items, Parser<T> parser) {
    List<T> parsed = new ArrayList<>();
    for (JsonObject item : items) {
      try {
        parsed.add(parser.parse(item));
      } catch (MalformedDocumentException
          | IllegalArgumentException
          | DateTimeException malformed) {
        return unreadable(request, item, malformed);
      }
    }
    return Observed.known(List.copyOf(parsed));
  }

  /** A list is unknown, because one of its items cannot be read. */
  public static <T> Unknown<T> unreadable(
      ReadRequest request, JsonObject item, Exception malformed) {
    return request.unknown(
        Reason.UNREADABLE,
        "the item with the name %s: %s"
            .formatted(
                Excerpt.of(String.valueOf(item.get("name"))),
                Excerpt.of(String.valueOf(malformed.getMessage()))));
  }

  /**
   * Reads one page.
   *
   * @param uri of the first page, with a query
   * @param items the field that holds a page's items
   * @param token the page's; blank for the first page
   */
  public Observed<ListPage> readPage(
      ReadRequest request, URI uri, String items, String token, Deadline deadline)
      throws TransientException {
    String parameter =
        token.isEmpty() ? "" : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    return api.read(
        request,
        URI.create(uri + parameter),
        json -> new ListPage(Json.objects(json, items), Json.text(json, "nextPageToken")),
        deadline);
  }
}
