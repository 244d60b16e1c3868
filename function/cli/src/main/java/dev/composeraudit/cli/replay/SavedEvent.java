package dev.composeraudit.cli.replay;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as the function gets it, made of a saved one. */
final class SavedEvent implements CloudEvent {
  private static final URI SOURCE = URI.create("//composer-audit/replay");

  private final String id;
  private final String type;
  private final @Nullable OffsetDateTime time;
  private final byte[] data;

  SavedEvent(String id, String type, @Nullable OffsetDateTime time, byte[] data) {
    this.id = id;
    this.type = type;
    this.time = time;
    this.data = data;
  }

  @Override
  public CloudEventData getData() {
    return () -> data;
  }

  @Override
  public SpecVersion getSpecVersion() {
    return SpecVersion.V1;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String getType() {
    return type;
  }

  @Override
  public URI getSource() {
    return SOURCE;
  }

  @Override
  public @Nullable String getDataContentType() {
    return "application/json";
  }

  @Override
  public @Nullable URI getDataSchema() {
    return null;
  }

  @Override
  public @Nullable String getSubject() {
    return null;
  }

  @Override
  public @Nullable OffsetDateTime getTime() {
    return time;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return switch (name) {
      case "specversion" -> getSpecVersion();
      case "id" -> id;
      case "type" -> type;
      case "source" -> SOURCE;
      case "time" -> time;
      default -> null;
    };
  }

  @Override
  public @Nullable Object getExtension(String name) {
    return null;
  }

  @Override
  public Set<String> getExtensionNames() {
    return Set.of();
  }
}
