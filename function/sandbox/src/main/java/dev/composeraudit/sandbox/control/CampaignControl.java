package dev.composeraudit.sandbox.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import dev.composeraudit.sandbox.api.GoogleErrors;
import dev.composeraudit.sandbox.api.JsonResponse;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.composer.Environments;
import dev.composeraudit.sandbox.gke.Clusters;
import dev.composeraudit.sandbox.logging.UnreliableDelivery;
import dev.composeraudit.sandbox.pubsub.Deliveries;
import io.grpc.Status;
import java.time.Duration;

/**
 * The sandbox's own commands for campaigns: {@code POST /sandbox/disorder {"duplicates", "late",
 * "seconds", "seed"}} lets a share of the audit log's entries come twice or late, {@code POST
 * /sandbox/forgotten {"environment"}} ends an environment and its cluster without a trace in any
 * log, and {@code GET /sandbox/deliveries} shows the results of the trigger's deliveries.
 */
public final class CampaignControl {
  private final Environments environments;
  private final Clusters clusters;
  private final UnreliableDelivery delivery;
  private final Deliveries deliveries;

  public CampaignControl(
      Environments environments,
      Clusters clusters,
      UnreliableDelivery delivery,
      Deliveries deliveries) {
    this.environments = environments;
    this.clusters = clusters;
    this.delivery = delivery;
    this.deliveries = deliveries;
  }

  public void addTo(ServerBuilder server) {
    server.service("/sandbox/disorder", (context, request) -> post(request, this::disturb));
    server.service("/sandbox/forgotten", (context, request) -> post(request, this::forget));
    server.service("/sandbox/deliveries", (context, request) -> JsonResponse.of(deliveries()));
  }

  private interface Command {
    void run(JsonObject body);
  }

  private void disturb(JsonObject body) {
    delivery.set(
        new UnreliableDelivery.Settings(
            body.get("duplicates").getAsDouble(),
            body.get("late").getAsDouble(),
            Duration.ofMillis((long) (body.get("seconds").getAsDouble() * 1000)),
            body.get("seed").getAsLong()));
  }

  private void forget(JsonObject body) {
    ResourceName.parse(body.get("environment").getAsString())
        .ifPresent(
            environment -> {
              environments.remove(environment);
              clusters.delete(environment);
            });
  }

  private JsonObject deliveries() {
    JsonObject json = deliveries.json();
    json.addProperty("held", delivery.held());
    return json;
  }

  private static HttpResponse post(HttpRequest request, Command command) {
    return request.method() == HttpMethod.POST
        ? HttpResponse.of(request.aggregate().thenApply(whole -> run(whole, command)))
        : HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
  }

  private static HttpResponse run(AggregatedHttpRequest request, Command command) {
    try {
      command.run(JsonParser.parseString(request.contentUtf8()).getAsJsonObject());
      return JsonResponse.of(new JsonObject());
    } catch (JsonParseException | IllegalStateException | NullPointerException malformed) {
      return GoogleErrors.of(
          Status.INVALID_ARGUMENT.withDescription("not what this takes: " + malformed));
    }
  }
}
