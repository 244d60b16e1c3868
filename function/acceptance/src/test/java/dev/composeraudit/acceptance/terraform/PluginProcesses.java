package dev.composeraudit.acceptance.terraform;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The processes that Terraform takes for a provider, each a shell that asks here where it is to be
 * spoken to, and ends when Terraform tells the provider to: it waits two seconds for one that does
 * not, and starts dozens of them.
 */
final class PluginProcesses implements AutoCloseable {
  private static final String CONTROLLER = "plugin.GRPCController";

  private final ServerSocket door;
  private final ServerServiceDefinition service;
  private final MethodDescriptor.Marshaller<byte[]> bytes;
  private final List<Server> servers = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  private PluginProcesses(
      ServerSocket door,
      ServerServiceDefinition service,
      MethodDescriptor.Marshaller<byte[]> bytes) {
    this.door = door;
    this.service = service;
    this.bytes = bytes;
  }

  static PluginProcesses expect(
      ServerServiceDefinition service, MethodDescriptor.Marshaller<byte[]> bytes)
      throws IOException {
    ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    PluginProcesses processes = new PluginProcesses(door, service, bytes);
    processes.executor.execute(processes::greetEach);
    return processes;
  }

  /** The program that is such a process; it says where the provider is, as one that has started. */
  String program() {
    return """
    #!/bin/bash
    exec 3<>/dev/tcp/127.0.0.1/%d
    read -r port <&3
    echo "1|5|tcp|127.0.0.1:$port|grpc"
    read -r _ <&3
    """
        .formatted(door.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    door.close();
    executor.shutdownNow();
    servers.forEach(Server::shutdownNow);
  }

  private void greetEach() {
    while (!door.isClosed()) {
      try {
        greet(door.accept());
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void greet(Socket process) throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(service)
            .addService(controller(process))
            .build()
            .start();
    servers.add(server);
    process.getOutputStream().write((server.getPort() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** What go-plugin asks of every plugin: to end. */
  private ServerServiceDefinition controller(Socket process) {
    return ServerServiceDefinition.builder(CONTROLLER)
        .addMethod(
            MethodDescriptor.newBuilder(bytes, bytes)
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(CONTROLLER, "Shutdown"))
                .build(),
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  observer.onNext(new byte[0]);
                  observer.onCompleted();
                  end(process);
                }))
        .build();
  }

  private static void end(Socket process) {
    try {
      process.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
