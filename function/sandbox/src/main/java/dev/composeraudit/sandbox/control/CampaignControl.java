package dev.composeraudit.sandbox.control;

import com.google.gson.JsonObject;
import com.linecorp.armeria.server.ServerBuilder;
import dev.composeraudit.sandbox.api.CommandBody;
import dev.composeraudit.sandbox.api.JsonResponse;
import dev.composeraudit.sandbox.api.MalformedCommandException;
import dev.composeraudit.sandbox.api.ResourceName;
import dev.composeraudit.sandbox.api.SandboxCommand;
import dev.composeraudit.sandbox.composer.Environments;
import dev.composeraudit.sandbox.gke.Clusters;
import dev.composeraudit.sandbox.logging.UnreliableDelivery;
import dev.composeraudit.sandbox.pubsub.Deliveries;
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
    add(server, "/sandbox/disorder", this::disturb);
    add(server, "/sandbox/forgotten", this::forget);
    server.service("/sandbox/deliveries", (context, request) -> JsonResponse.of(deliveries()));
  }

  private static void add(ServerBuilder server, String path, SandboxCommand command) {
    server.service(path, command::post);
  }

  private void disturb(CommandBody body) throws MalformedCommandException {
    delivery.set(
        new UnreliableDelivery.Settings(
            body.number("duplicates"),
            body.number("late"),
            Duration.ofMillis((long) (body.number("seconds") * 1000)),
            body.seed("seed")));
  }

  private void forget(CommandBody body) throws MalformedCommandException {
    ResourceName environment = body.environment();
    environments.remove(environment);
    clusters.delete(environment);
  }

  private JsonObject deliveries() {
    JsonObject json = deliveries.json();
    json.addProperty("held", delivery.held());
    return json;
  }
}
