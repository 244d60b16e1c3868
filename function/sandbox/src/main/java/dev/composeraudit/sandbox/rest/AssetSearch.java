package dev.composeraudit.sandbox.rest;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.util.Timestamps;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.composeraudit.sandbox.api.CommandBody;
import dev.composeraudit.sandbox.api.GoogleErrors;
import dev.composeraudit.sandbox.api.JsonResponse;
import dev.composeraudit.sandbox.api.MalformedCommandException;
import dev.composeraudit.sandbox.api.PageToken;
import dev.composeraudit.sandbox.api.SandboxCommand;
import dev.composeraudit.sandbox.composer.Environments;
import dev.composeraudit.sandbox.logging.ListedEnvironments;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;

/**
 * Cloud Asset Inventory's search: all environments there are, page by page, whatever the
 * organization or folder. {@code POST /sandbox/listed-environments {"count", "projects",
 * "unjudgedEvery"}} adds {@link ListedEnvironments} to them; {@code GET} shows how often the
 * inventory and the log have been searched since.
 */
public final class AssetSearch {
  private static final String ASSETS =
      "^/v1/(?:projects|folders|organizations)/[^/]+:searchAllResources$";
  private static final String LONG_AGO = "2026-01-01T00:00:00Z";
  private static final int DEFAULT_SIZE = 100;
  private static final int MAX_SIZE = 500;

  private final Environments environments;
  private final ListedEnvironments listed;

  public AssetSearch(Environments environments, ListedEnvironments listed) {
    this.environments = environments;
    this.listed = listed;
  }

  public void addTo(ServerBuilder server) {
    server.service("regex:" + ASSETS, this::search);
    server.service("/sandbox/listed-environments", this::listedEnvironments);
  }

  private HttpResponse search(ServiceRequestContext context, HttpRequest request) {
    PageToken begin;
    int size;
    try {
      begin = PageToken.parse(Optional.ofNullable(context.queryParam("pageToken")).orElse(""));
      size =
          Optional.ofNullable(context.queryParam("pageSize"))
              .map(Integer::parseInt)
              .map(wanted -> Math.min(wanted, MAX_SIZE))
              .orElse(DEFAULT_SIZE);
    } catch (IllegalArgumentException malformed) {
      return GoogleErrors.of(
          Status.INVALID_ARGUMENT.withDescription(String.valueOf(malformed.getMessage())));
    }
    List<Environment> created = environments.list("projects");
    int all = created.size() + listed.count();
    int end = Math.min(begin.offset() + size, all);
    JsonArray results = new JsonArray();
    for (int i = begin.offset(); i < end; i++) {
      results.add(
          i < created.size()
              ? asset(created.get(i).getName(), Timestamps.toString(created.get(i).getCreateTime()))
              : asset(listed.name(i - created.size()), LONG_AGO));
    }
    JsonObject body = new JsonObject();
    body.add("results", results);
    if (end < all) {
      body.addProperty("nextPageToken", new PageToken(end).toString());
    }
    return JsonResponse.of(body);
  }

  private static JsonObject asset(String name, String created) {
    JsonObject asset = new JsonObject();
    asset.addProperty("name", "//composer.googleapis.com/" + name);
    asset.addProperty("assetType", "composer.googleapis.com/Environment");
    asset.addProperty("createTime", created);
    return asset;
  }

  private HttpResponse listedEnvironments(ServiceRequestContext context, HttpRequest request) {
    SandboxCommand seed = this::seed;
    return request.method() == HttpMethod.POST
        ? seed.post(context, request)
        : JsonResponse.of(listed.calls());
  }

  private void seed(CommandBody body) throws MalformedCommandException {
    listed.set(
        new ListedEnvironments.Seed(
            body.count("count", 0), body.count("projects", 1), body.count("unjudgedEvery", 0)));
  }
}
