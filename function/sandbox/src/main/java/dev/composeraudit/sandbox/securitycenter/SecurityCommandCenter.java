package dev.composeraudit.sandbox.securitycenter;

import com.google.common.base.CaseFormat;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.composeraudit.sandbox.api.GoogleErrors;
import dev.composeraudit.sandbox.api.JsonResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Security Command Center's REST API, version 2, as far as sources keep their findings by it: list,
 * update (which creates too) and set state.
 */
public final class SecurityCommandCenter {
  private static final String FINDINGS =
      "organizations/[0-9]+/sources/[0-9-]+(?:/locations/global)?/findings";
  private static final Pattern RESOURCE = Pattern.compile("resource_name ?= ?\"([^\"]*)\"");

  private final SecurityFindings findings;

  public SecurityCommandCenter(Clock clock) {
    this.findings = new SecurityFindings(clock);
  }

  public void addTo(ServerBuilder server) {
    server.service("regex:^/v2/" + FINDINGS + "$", this::list);
    server.service("regex:^/v2/" + FINDINGS + "/[^/:]+(?::setState)?$", this::write);
  }

  private HttpResponse list(ServiceRequestContext context, HttpRequest request) {
    String parent = global(context.path().substring("/v2/".length()));
    Matcher filter = RESOURCE.matcher(parameter(context, "filter"));
    JsonArray results = new JsonArray();
    for (JsonObject finding : findings.list(parent, filter.matches() ? filter.group(1) : "")) {
      JsonObject result = new JsonObject();
      result.add("finding", finding);
      results.add(result);
    }
    JsonObject body = new JsonObject();
    body.add("listFindingsResults", results);
    body.addProperty("totalSize", results.size());
    return JsonResponse.of(body);
  }

  private HttpResponse write(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(request.aggregate().thenApply(whole -> write(context, whole)));
  }

  private HttpResponse write(ServiceRequestContext context, AggregatedHttpRequest request) {
    String name = global(context.path().substring("/v2/".length()));
    try {
      JsonObject body = JsonParser.parseString(request.contentUtf8()).getAsJsonObject();
      if (name.endsWith(":setState")) {
        return JsonResponse.of(
            findings.setState(name.replace(":setState", ""), text(body, "state")));
      }
      if (!method(request).equals("PATCH")) {
        return GoogleErrors.of(Status.NOT_FOUND.withDescription("Not found"));
      }
      return JsonResponse.of(findings.update(name, body, mask(context)));
    } catch (StatusException refused) {
      return GoogleErrors.of(refused.getStatus());
    } catch (JsonParseException | IllegalStateException malformed) {
      return GoogleErrors.of(Status.INVALID_ARGUMENT.withDescription("Invalid JSON payload"));
    }
  }

  /** Clients that know no PATCH say it in a header. */
  private static String method(AggregatedHttpRequest request) {
    return request.method() == HttpMethod.POST
        ? request.headers().get("x-http-method-override", "POST")
        : request.method().name();
  }

  /** The API takes both snake and camel case. */
  private static List<String> mask(ServiceRequestContext context) {
    return Stream.of(parameter(context, "updateMask").split(",", -1))
        .filter(field -> !field.isEmpty())
        .map(
            field -> {
              String[] parts = field.split("\\.", 2);
              String snake = CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, parts[0]);
              return parts.length == 1 ? snake : snake + "." + parts[1];
            })
        .toList();
  }

  /** Where no location is named, it is the global one. */
  private static String global(String name) {
    return name.contains("/locations/")
        ? name
        : name.replace("/findings", "/locations/global/findings");
  }

  private static String parameter(ServiceRequestContext context, String name) {
    return Optional.ofNullable(context.queryParam(name)).orElse("");
  }

  private static String text(JsonObject body, String key) {
    return body.has(key) ? body.get(key).getAsString() : "";
  }
}
