package dev.composeraudit.audit;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentConfig;
import com.google.cloud.orchestration.airflow.service.v1.NodeConfig;
import com.google.cloud.orchestration.airflow.service.v1.SoftwareConfig;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The subject of an environment that is still being created. Composer may still fill in every field
 * but a few, so that those are not known yet, and no policy that depends on them passes or fails.
 */
final class ProvisionalSubject {
  private static final String AGENT = "config.nodeConfig.enableIpMasqAgent";
  private static final Unknown<Object> STILL_CHANGING =
      new Unknown<>(
          Reason.NOT_YET, "Composer may still fill it in; the end of the creation decides");
  private static final Unknown<Object> UNCONFIRMED =
      new Unknown<>(
          Reason.NOT_YET,
          "Composer does not show the agent yet, and the log entry does not say whether it was"
              + " requested; the end of the creation decides");

  private static final String IMAGE_VERSION = "config.softwareConfig.imageVersion";
  private static final Unknown<Object> UNRESOLVED =
      new Unknown<>(
          Reason.NOT_YET,
          "Composer does not show the image version that the environment gets, or shows an alias"
              + " from which the generation is not known; the end of the creation decides");

  /** An image version, or an alias of some, that names Composer's generation. */
  private static final Pattern WITH_GENERATION = Pattern.compile("composer-[0-9]+[.-].*");

  private static final List<String> CHANGING = changing();

  private ProvisionalSubject() {}

  /**
   * The subject without what the end of the creation may change. The IP masquerade agent is known
   * if Composer shows it, or if neither Composer nor the request has it: it can't be changed later.
   * The image version is known once it shows the generation: at first it may still be missing, or
   * an alias.
   */
  static Subject of(AuditRequest event, Subject fetched) {
    if (!(fetched.environment() instanceof Known<Environment> known)) {
      return fetched;
    }
    Map<String, Unknown<Object>> unknown = new TreeMap<>(fetched.unknownFields());
    CHANGING.forEach(path -> unknown.putIfAbsent(path, STILL_CHANGING));
    if (!isAgentCertain(event.requestedAgent(), known.value())) {
      unknown.put(AGENT, UNCONFIRMED);
    }
    if (!WITH_GENERATION.matcher(imageVersion(known.value())).matches()) {
      unknown.put(IMAGE_VERSION, UNRESOLVED);
    }
    return fetched.withUnknownFields(unknown);
  }

  /** An agent that is shown stays; one that is not shown may not have been filled in yet. */
  private static boolean isAgentCertain(RequestedAgent requested, Environment environment) {
    return environment.getConfig().getNodeConfig().getEnableIpMasqAgent()
        || requested == RequestedAgent.ABSENT;
  }

  private static String imageVersion(Environment environment) {
    return environment.getConfig().getSoftwareConfig().getImageVersion();
  }

  private static List<String> changing() {
    List<String> paths = new ArrayList<>();
    add(
        paths,
        "",
        Environment.getDescriptor(),
        Set.of("name", "uuid", "createTime", "labels", "config"));
    add(
        paths,
        "config.",
        EnvironmentConfig.getDescriptor(),
        Set.of("nodeConfig", "softwareConfig"));
    add(paths, "config.nodeConfig.", NodeConfig.getDescriptor(), Set.of("enableIpMasqAgent"));
    add(paths, "config.softwareConfig.", SoftwareConfig.getDescriptor(), Set.of("imageVersion"));
    return List.copyOf(paths);
  }

  private static void add(List<String> paths, String path, Descriptor type, Set<String> known) {
    for (FieldDescriptor field : type.getFields()) {
      if (!known.contains(field.getJsonName())) {
        paths.add(path + field.getJsonName());
      }
    }
  }
}
