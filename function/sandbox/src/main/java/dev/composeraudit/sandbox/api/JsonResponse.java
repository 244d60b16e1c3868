package dev.composeraudit.sandbox.api;

import com.google.gson.JsonObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;

/** Responses with status 200 and a JSON object. */
public final class JsonResponse {
  private JsonResponse() {}

  public static HttpResponse of(JsonObject body) {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, body.toString());
  }
}
