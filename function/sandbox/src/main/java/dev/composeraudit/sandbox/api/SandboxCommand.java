package dev.composeraudit.sandbox.api;

import com.google.gson.JsonObject;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;

/** A command that only the sandbox has, and no API of Google's. */
public interface SandboxCommand {
  void run(CommandBody body) throws MalformedCommandException;

  /**
   * Runs it with the body of a POST request: 200 and {@code {}}, or 400 and what the body must be.
   * It runs on a blocking thread, because some commands call the sandbox.
   */
  default HttpResponse post(ServiceRequestContext context, HttpRequest request) {
    return request.method() == HttpMethod.POST
        ? HttpResponse.of(
            request.aggregate().thenApplyAsync(this::respond, context.blockingTaskExecutor()))
        : HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
  }

  private HttpResponse respond(AggregatedHttpRequest request) {
    try {
      run(CommandBody.parse(request.contentUtf8()));
      return JsonResponse.of(new JsonObject());
    } catch (MalformedCommandException malformed) {
      return GoogleErrors.of(
          Status.INVALID_ARGUMENT.withDescription(String.valueOf(malformed.getMessage())));
    }
  }
}
