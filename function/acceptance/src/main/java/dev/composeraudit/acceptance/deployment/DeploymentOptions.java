package dev.composeraudit.acceptance.deployment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to deploy.
 *
 * @param java the Java that runs the function
 * @param invoker the version of the functions invoker
 * @param pubsub {@code embedded} or {@code emulator}
 * @param creation how long it takes to create an environment
 * @param port the sandbox's; 0 takes a free one
 * @param image the folder that is started; empty starts the function as Google's builder lays it
 *     out
 */
public record DeploymentOptions(
    Layout layout,
    Path java,
    String invoker,
    String pubsub,
    Duration creation,
    int port,
    Delivery delivery,
    Optional<ImageFolder> image) {
  public static DeploymentOptions standard() {
    return new DeploymentOptions(
        Layout.current(),
        Layout.java(),
        Layout.INVOKER,
        "embedded",
        Duration.ofSeconds(2),
        0,
        Delivery.BY_TRIGGER,
        Optional.empty());
  }

  public DeploymentOptions withJava(Path other) {
    return new DeploymentOptions(layout, other, invoker, pubsub, creation, port, delivery, image);
  }

  public DeploymentOptions withInvoker(String other) {
    return new DeploymentOptions(layout, java, other, pubsub, creation, port, delivery, image);
  }

  public DeploymentOptions withPubsub(String other) {
    return new DeploymentOptions(layout, java, invoker, other, creation, port, delivery, image);
  }

  public DeploymentOptions withCreation(Duration other) {
    return new DeploymentOptions(layout, java, invoker, pubsub, other, port, delivery, image);
  }

  public DeploymentOptions withDelivery(Delivery other) {
    return new DeploymentOptions(layout, java, invoker, pubsub, creation, port, other, image);
  }

  public DeploymentOptions withPort(int other) {
    return new DeploymentOptions(layout, java, invoker, pubsub, creation, other, delivery, image);
  }

  /** The function runs from the folder of an image. */
  public DeploymentOptions withImage(ImageFolder folder) {
    return new DeploymentOptions(
        layout, java, invoker, pubsub, creation, port, delivery, Optional.of(folder));
  }

  /** How events come to the function, and how it comes to the APIs. */
  public enum Delivery {
    /** By the sandbox's trigger, from the audit log; the APIs are asked directly. */
    BY_TRIGGER,
    /** By nobody: a test sends its own. The APIs are asked at the door where calls may fail. */
    BY_HAND
  }
}
