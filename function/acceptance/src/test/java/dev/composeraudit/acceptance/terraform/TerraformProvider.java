package dev.composeraudit.acceptance.terraform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The schema of a Terraform provider without the provider: as much of version 5 of Terraform's
 * plugin protocol as {@code validate} and tests with mocked providers need. The schemas in {@code
 * src/test/resources/terraform} hold the names, types and modes of what the module uses, as the
 * real providers have them.
 */
final class TerraformProvider implements AutoCloseable {
  private static final String SERVICE = "tfplugin5.Provider";
  private static final List<String> NESTINGS = List.of("invalid", "single", "list", "set");
  private static final MethodDescriptor.Marshaller<byte[]> BYTES = new Bytes();

  private final PluginProcesses processes;

  private TerraformProvider(PluginProcesses processes) {
    this.processes = processes;
  }

  /**
   * Serves a provider's schema, and puts into a mirror of providers what leads Terraform to it.
   *
   * @param name {@code google} for {@code hashicorp/google}
   */
  static TerraformProvider serve(String name, Path mirror) throws IOException {
    JsonObject schema =
        JsonParser.parseString(
                Files.readString(Path.of("src/test/resources/terraform", name + ".json")))
            .getAsJsonObject();
    PluginProcesses processes = PluginProcesses.expect(service(response(schema)), BYTES);
    install(mirror, name, schema.get("version").getAsString(), processes.program());
    return new TerraformProvider(processes);
  }

  @Override
  public void close() throws IOException {
    processes.close();
  }

  private static void install(Path mirror, String name, String version, String text)
      throws IOException {
    Path folder =
        Files.createDirectories(
                mirror.resolve("registry.terraform.io/hashicorp").resolve(name).resolve(version))
            .resolve(platform());
    Files.createDirectory(folder);
    Path program = folder.resolve("terraform-provider-" + name + "_v" + version);
    Files.writeString(program, text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private static String platform() {
    String os = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String arch = System.getProperty("os.arch");
    return os + "_" + (arch.equals("aarch64") ? "arm64" : "amd64");
  }

  private static ServerServiceDefinition service(byte[] schema) {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(SERVICE);
    Map.<String, UnaryOperator<byte[]>>of(
            "GetSchema",
            request -> schema,
            // Request and response hold the configuration in the same field.
            "PrepareProviderConfig",
            request -> request,
            "Configure",
            request -> new byte[0],
            "Stop",
            request -> new byte[0],
            "ValidateResourceTypeConfig",
            request -> new byte[0],
            "ValidateDataSourceConfig",
            request -> new byte[0])
        .forEach(
            (method, answer) ->
                service.addMethod(
                    MethodDescriptor.newBuilder(BYTES, BYTES)
                        .setType(MethodType.UNARY)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, method))
                        .build(),
                    ServerCalls.asyncUnaryCall(
                        (request, observer) -> {
                          observer.onNext(answer.apply(request));
                          observer.onCompleted();
                        })));
    return service.build();
  }

  private static byte[] response(JsonObject provider) {
    return message(
        out -> {
          out.writeByteArray(1, schema(provider.getAsJsonObject("provider")));
          writeMap(out, 2, provider.getAsJsonObject("resources"));
          writeMap(out, 3, provider.getAsJsonObject("data_sources"));
        });
  }

  private static void writeMap(CodedOutputStream out, int field, JsonObject schemas)
      throws IOException {
    for (Map.Entry<String, JsonElement> entry : schemas.entrySet()) {
      out.writeByteArray(
          field,
          message(
              pair -> {
                pair.writeString(1, entry.getKey());
                pair.writeByteArray(2, schema(entry.getValue().getAsJsonObject()));
              }));
    }
  }

  private static byte[] schema(JsonObject block) {
    return message(out -> out.writeByteArray(2, block(block)));
  }

  private static byte[] block(JsonObject block) {
    return message(
        out -> {
          for (var attribute : block.getAsJsonObject("attributes").entrySet()) {
            out.writeByteArray(
                2, attribute(attribute.getKey(), attribute.getValue().getAsJsonObject()));
          }
          for (var nested : block.getAsJsonObject("blocks").entrySet()) {
            out.writeByteArray(3, nested(nested.getKey(), nested.getValue().getAsJsonObject()));
          }
        });
  }

  private static byte[] attribute(String name, JsonObject attribute) {
    return message(
        out -> {
          out.writeString(1, name);
          out.writeBytes(2, ByteString.copyFromUtf8(attribute.get("type").toString()));
          out.writeBool(4, attribute.has("required"));
          out.writeBool(5, attribute.has("optional"));
          out.writeBool(6, attribute.has("computed"));
        });
  }

  private static byte[] nested(String name, JsonObject nested) {
    return message(
        out -> {
          out.writeString(1, name);
          out.writeByteArray(2, block(nested));
          out.writeEnum(3, NESTINGS.indexOf(nested.get("nesting").getAsString()));
          out.writeInt64(4, nested.get("min").getAsLong());
          out.writeInt64(5, nested.get("max").getAsLong());
        });
  }

  /** Writes the fields of a message. */
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.write(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try (stream) {
        return stream.readAllBytes();
      } catch (IOException cut) {
        throw new UncheckedIOException(cut);
      }
    }
  }
}
