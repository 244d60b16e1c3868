package dev.composeraudit.sandbox.faults;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.composeraudit.sandbox.api.GoogleErrors;
import dev.composeraudit.sandbox.api.JsonResponse;
import io.grpc.Status;
import java.util.Optional;

/**
 * Sets the faults that calls at the front door and at the clusters get, and shows which calls came.
 *
 * <p>{@code POST /sandbox/faults {"permission", "fault", "about", "times", "percent", "seed"}} lets
 * calls that take this IAM permission get a {@link Fault}: those whose request holds the text
 * {@code about}, the first {@code times} of them, {@code percent} of them by chance that begins
 * with {@code seed}; these may be left out. {@code GET} shows how many got each, {@code DELETE}
 * ends all, or those whose {@code about} is in the query. {@code GET /sandbox/calls} shows what was
 * called, {@code GET /sandbox/call-counts} how often, and how often in vain.
 */
public final class FaultControl {
  private final CallInterceptor interceptor;

  public FaultControl(CallInterceptor interceptor) {
    this.interceptor = interceptor;
  }

  public void addTo(ServerBuilder server) {
    server.service("/sandbox/faults", this::faults);
    server.service("/sandbox/calls", this::calls);
    server.service("/sandbox/call-counts", (context, request) -> JsonResponse.of(counts()));
  }

  private HttpResponse faults(ServiceRequestContext context, HttpRequest request) {
    return switch (request.method()) {
      case POST -> HttpResponse.of(request.aggregate().thenApply(this::set));
      case GET -> JsonResponse.of(list());
      case DELETE -> {
        interceptor.faults().clear(Optional.ofNullable(context.queryParam("about")).orElse(""));
        yield JsonResponse.of(new JsonObject());
      }
      default -> HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
    };
  }

  private HttpResponse calls(ServiceRequestContext context, HttpRequest request) {
    JsonArray calls = new JsonArray();
    for (CallLog.Entry entry : interceptor.calls().entries()) {
      JsonObject call = new JsonObject();
      call.addProperty("permission", entry.call().permission());
      call.addProperty("path", entry.path());
      call.addProperty("account", entry.account());
      entry.fault().ifPresent(fault -> call.addProperty("fault", fault.text()));
      call.addProperty("roundTrip", entry.roundTrip());
      calls.add(call);
    }
    JsonObject body = new JsonObject();
    body.add("calls", calls);
    return JsonResponse.of(body);
  }

  private JsonObject counts() {
    JsonObject body = new JsonObject();
    interceptor
        .calls()
        .counts()
        .forEach(
            (call, count) -> {
              JsonObject each = new JsonObject();
              each.addProperty("calls", count.calls());
              each.addProperty("faults", count.faults());
              body.add(call.permission(), each);
            });
    return body;
  }

  private HttpResponse set(AggregatedHttpRequest request) {
    try {
      if (JsonParser.parseString(request.contentUtf8()) instanceof JsonObject body) {
        Optional<ApiCall> call = ApiCall.ofPermission(text(body, "permission"));
        Optional<Fault> fault = Fault.of(text(body, "fault"));
        if (call.isPresent() && fault.isPresent()) {
          if (body.has("seed")) {
            interceptor.faults().seed((long) number(body, "seed", 0));
          }
          interceptor
              .faults()
              .add(
                  new Faults.Setting(
                      call.get(),
                      fault.get(),
                      text(body, "about"),
                      (int) number(body, "times", 0),
                      number(body, "percent", 100)));
          return JsonResponse.of(new JsonObject());
        }
      }
    } catch (JsonParseException | NumberFormatException malformed) {
      // Reported below.
    }
    return GoogleErrors.of(
        Status.INVALID_ARGUMENT.withDescription(
            "must be {\"permission\", \"fault\", \"about\", \"times\"} with a permission and a"
                + " fault that there are"));
  }

  private JsonObject list() {
    JsonArray faults = new JsonArray();
    for (Faults.Counted counted : interceptor.faults().list()) {
      JsonObject fault = new JsonObject();
      fault.addProperty("permission", counted.setting().call().permission());
      fault.addProperty("fault", counted.setting().fault().text());
      fault.addProperty("about", counted.setting().about());
      fault.addProperty("met", counted.count());
      faults.add(fault);
    }
    JsonObject body = new JsonObject();
    body.add("faults", faults);
    return body;
  }

  private static String text(JsonObject body, String key) {
    return body.get(key) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  private static double number(JsonObject body, String key, double otherwise) {
    return body.get(key) instanceof JsonPrimitive value ? value.getAsDouble() : otherwise;
  }
}
