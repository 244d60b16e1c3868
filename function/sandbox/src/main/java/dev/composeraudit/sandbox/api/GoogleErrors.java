package dev.composeraudit.sandbox.api;

import com.google.gson.JsonObject;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.grpc.Status;

/**
 * Errors in the form of Google's REST APIs: {@code {"error": {"code", "message", "status"}}}
 * (Google Cloud API design guide, Errors).
 */
public final class GoogleErrors implements UnframedGrpcErrorHandler {
  @Override
  public HttpResponse handle(
      ServiceRequestContext context, Status status, AggregatedHttpResponse response) {
    return of(status);
  }

  public static HttpResponse of(Status status) {
    int code = httpStatus(status.getCode());
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty(
        "message",
        status.getDescription() == null ? status.getCode().name() : status.getDescription());
    error.addProperty("status", status.getCode().name());
    JsonObject body = new JsonObject();
    body.add("error", error);
    return HttpResponse.of(HttpStatus.valueOf(code), MediaType.JSON_UTF_8, body.toString());
  }

  /** As google/rpc/code.proto maps them. */
  private static int httpStatus(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case CANCELLED -> 499;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
    };
  }
}
