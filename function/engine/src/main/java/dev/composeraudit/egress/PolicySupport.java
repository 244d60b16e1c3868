package dev.composeraudit.egress;

import com.google.container.v1.Cluster;
import com.google.container.v1.DatapathProvider;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.DottedVersion;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownEnums;
import dev.composeraudit.subject.UnknownPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether a cluster obeys EgressNATPolicies at all: they need Dataplane V2, and a GKE version that
 * has them. Source: Google's page on EgressNATPolicy of Autopilot.
 */
final class PolicySupport {
  private static final String WHOLE_DOCUMENT =
      "give the cluster's whole document, as gcloud container clusters describe prints it";
  private static final String NO_DATAPATH =
      "the cluster may not have Dataplane V2, which EgressNATPolicies need: it states neither"
          + " networkConfig.datapathProvider nor an initialClusterVersion with which every"
          + " Autopilot cluster has Dataplane V2";
  private static final DottedVersion SINCE_1_22 = DottedVersion.of("1.22.7-gke.1500").orElseThrow();
  private static final DottedVersion FIRST_1_23 = DottedVersion.of("1.23").orElseThrow();
  private static final DottedVersion SINCE_1_23 = DottedVersion.of("1.23.4-gke.1600").orElseThrow();

  private PolicySupport() {}

  /** Why it may not obey them; empty if nothing speaks against it. */
  static Optional<UnknownPart> doubt(Observed<Cluster> cluster) {
    return cluster instanceof Observed.Known<Cluster> known
        ? doubt(known.value())
        : Optional.of(UnknownPart.of(Part.CLUSTER, (Observed.Unknown<Cluster>) cluster));
  }

  /**
   * Fields that decide about it and that an Autopilot cluster does not state, or not in a form that
   * is known, by their path.
   */
  static Map<String, UnknownPart> unstated(Cluster cluster) {
    Map<String, UnknownPart> unstated = new TreeMap<>();
    String initial = cluster.getInitialClusterVersion();
    if (!initial.isEmpty() && version(initial).isEmpty()) {
      unstated.put("initialClusterVersion", unknownForm(initial));
    }
    String current = cluster.getCurrentMasterVersion();
    if (current.isEmpty()) {
      unstated.put(
          "currentMasterVersion",
          unknown(
              "the cluster does not state its version (currentMasterVersion); " + WHOLE_DOCUMENT));
    } else if (version(current).isEmpty()) {
      unstated.put("currentMasterVersion", unknownForm(current));
    }
    if (isDatapathOpen(cluster)) {
      unstated.put("networkConfig.datapathProvider", unknown(NO_DATAPATH));
    }
    return unstated;
  }

  private static boolean isDatapathOpen(Cluster cluster) {
    return cluster.getNetworkConfig().getDatapathProvider()
            == DatapathProvider.DATAPATH_PROVIDER_UNSPECIFIED
        && !wasCreatedWithIt(cluster);
  }

  private static UnknownPart unknownForm(String version) {
    return unknown(
        "GKE's version %s is not of a form such as 1.29.4-gke.1500, and may be older than EgressNATPolicies; %s"
            .formatted(Excerpt.of(version), WHOLE_DOCUMENT));
  }

  private static Optional<UnknownPart> doubt(Cluster cluster) {
    DatapathProvider datapath = cluster.getNetworkConfig().getDatapathProvider();
    if (datapath == DatapathProvider.UNRECOGNIZED) {
      return Optional.of(unknown(UnknownEnums.help("networkConfig.datapathProvider")));
    }
    if (datapath == DatapathProvider.LEGACY_DATAPATH) {
      return Optional.of(
          unknown(
              "the cluster does not have Dataplane V2 (networkConfig.datapathProvider is not"
                  + " ADVANCED_DATAPATH), which EgressNATPolicies need"));
    }
    if (isDatapathOpen(cluster)) {
      return Optional.of(unknown(NO_DATAPATH));
    }
    for (String text : versions(cluster)) {
      if (version(text).isEmpty()) {
        return Optional.of(unknownForm(text));
      }
    }
    // The initial version counts too: an upgrade does not add support for the policies.
    return versions(cluster).stream()
        .filter(text -> isTooOld(text))
        .findFirst()
        .map(
            version ->
                unknown(
                    "GKE %s is older than EgressNATPolicies, which need 1.22.7-gke.1500 or 1.23.4-gke.1600"
                        .formatted(Excerpt.of(version))));
  }

  /**
   * Whether every Autopilot cluster that was created with this version has Dataplane V2. Source:
   * Google's page on using GKE Dataplane V2: new Autopilot clusters of 1.22.7-gke.1500 and
   * 1.23.4-gke.1500 and later. The current version does not matter, because an upgrade does not
   * change the data plane.
   */
  private static boolean wasCreatedWithIt(Cluster cluster) {
    return cluster.getAutopilot().getEnabled()
        && version(cluster.getInitialClusterVersion()).filter(it -> !isTooOld(it)).isPresent();
  }

  /** The versions that the cluster states. */
  private static List<String> versions(Cluster cluster) {
    return Stream.of(cluster.getInitialClusterVersion(), cluster.getCurrentMasterVersion())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** A version of an unknown form says nothing. */
  private static boolean isTooOld(String text) {
    return version(text).filter(it -> isTooOld(it)).isPresent();
  }

  private static boolean isTooOld(DottedVersion version) {
    return version.compareTo(SINCE_1_22) < 0
        || (version.compareTo(FIRST_1_23) >= 0 && version.compareTo(SINCE_1_23) < 0);
  }

  /** Of GKE, such as 1.22.7-gke.1500. A number alone is none. */
  private static Optional<DottedVersion> version(String text) {
    return DottedVersion.of(text).filter(it -> it.numbers().size() > 1);
  }

  private static UnknownPart unknown(String help) {
    return Unknowns.indeterminate(Part.CLUSTER, help);
  }
}
