package dev.composeraudit.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to change so that a part of a subject can be read. It is made where an error is classified;
 * commands are made from it, never from the help that a person reads.
 */
public sealed interface AccessRemedy {
  /** The kind of change, as JSON has it. */
  String action();

  /** The values of the change by their JSON names, without those that are not known. */
  Map<String, String> values();

  /**
   * Grant an IAM permission to the account that reads.
   *
   * @param role the smallest predefined role that has the permission; empty if none is known
   * @param resource where to grant it: {@code projects/P}, {@code folders/N} or {@code
   *     organizations/N}
   */
  record GrantPermission(String permission, Optional<String> role, String resource)
      implements AccessRemedy {
    @Override
    public String action() {
      return "GRANT_PERMISSION";
    }

    @Override
    public Map<String, String> values() {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("permission", permission);
      role.ifPresent(known -> values.put("role", known));
      values.put("resource", resource);
      return values;
    }
  }

  /**
   * Enable an API.
   *
   * @param service as in {@code container.googleapis.com}
   * @param project its id or its number
   */
  record EnableService(String service, String project) implements AccessRemedy {
    @Override
    public String action() {
      return "ENABLE_SERVICE";
    }

    @Override
    public Map<String, String> values() {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("service", service);
      values.put("project", project);
      return values;
    }
  }

  /**
   * Add an ingress rule to a VPC Service Controls perimeter.
   *
   * @param method that was refused, as audit logs name it
   * @param resource what the perimeter protects: {@code projects/P}, {@code folders/N} or {@code
   *     organizations/N}
   * @param uid of the refusal in the perimeter's audit log; empty if the answer has none
   */
  record AllowIngress(String service, String method, String resource, Optional<String> uid)
      implements AccessRemedy {
    @Override
    public String action() {
      return "ALLOW_INGRESS";
    }

    @Override
    public Map<String, String> values() {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("service", service);
      values.put("method", method);
      values.put("resource", resource);
      uid.ifPresent(known -> values.put("uid", known));
      return values;
    }
  }

  /**
   * Deploy a reader in the VPC from which the cluster's control plane can be reached.
   *
   * @param hostProject the project of the VPC
   * @param network the VPC's short name
   * @param project the project of the cluster
   */
  record PlaceReader(String hostProject, String network, String region, String project)
      implements AccessRemedy {
    @Override
    public String action() {
      return "PLACE_READER";
    }

    @Override
    public Map<String, String> values() {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("hostProject", hostProject);
      values.put("network", network);
      values.put("region", region);
      values.put("project", project);
      return values;
    }
  }

  /** Sign in again: the credentials were not accepted. */
  record SignIn() implements AccessRemedy {
    @Override
    public String action() {
      return "SIGN_IN";
    }

    @Override
    public Map<String, String> values() {
      return Map.of();
    }
  }

  /**
   * Deploy with another option.
   *
   * @param option of {@code scripts/deploy}, with its value
   */
  record Redeploy(String option) implements AccessRemedy {
    @Override
    public String action() {
      return "REDEPLOY";
    }

    @Override
    public Map<String, String> values() {
      return Map.of("option", option);
    }
  }
}
