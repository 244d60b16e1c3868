package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Gives the function an access token, so that it has one that could leak. */
public final class TokenServer implements AutoCloseable {
  public static final String TOKEN = "ya29.a-token-that-nobody-may-see-9f2c7e";

  private final HttpServer server;

  private TokenServer(HttpServer server) {
    this.server = server;
  }

  public static TokenServer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        "{\"access_token\": \"%s\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}"
            .formatted(TOKEN)
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/token",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return new TokenServer(server);
  }

  /** Writes a service account's key for which this server gives tokens; the file. */
  public Path key(Path folder) throws IOException, NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    JsonObject key = new JsonObject();
    key.addProperty("type", "service_account");
    key.addProperty("project_id", Scenario.PROJECT);
    key.addProperty("private_key_id", "key-1");
    key.addProperty("private_key", pem);
    key.addProperty("client_email", "auditor@demo-project.iam.gserviceaccount.com");
    key.addProperty("client_id", "1");
    key.addProperty("token_uri", "http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    Path file = folder.resolve("key.json");
    return Files.writeString(file, key.toString());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
