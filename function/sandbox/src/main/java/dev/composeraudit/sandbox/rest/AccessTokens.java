package dev.composeraudit.sandbox.rest;

import com.google.gson.JsonObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.composeraudit.sandbox.api.AccountToken;
import dev.composeraudit.sandbox.api.JsonResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The IAM Credentials API's {@code generateAccessToken}: anybody gets a token of any service
 * account.
 */
public final class AccessTokens {
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final Clock clock;

  public AccessTokens(Clock clock) {
    this.clock = clock;
  }

  public void addTo(ServerBuilder server) {
    server.service(
        "regex:^/v1/projects/-/serviceAccounts/(?<account>[^/:]+):generateAccessToken$",
        this::generate);
  }

  private HttpResponse generate(ServiceRequestContext context, HttpRequest request) {
    JsonObject body = new JsonObject();
    body.addProperty("accessToken", AccountToken.of(String.valueOf(context.pathParam("account"))));
    body.addProperty(
        "expireTime", clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS).toString());
    return JsonResponse.of(body);
  }
}
