package dev.composeraudit.fetch.api;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * A page of a list of one of Google's APIs.
 *
 * @param nextToken the token of the page after it; blank if this is the last one
 */
public record ListPage(List<JsonObject> items, String nextToken) {
  public ListPage {
    items = List.copyOf(items);
  }
}
