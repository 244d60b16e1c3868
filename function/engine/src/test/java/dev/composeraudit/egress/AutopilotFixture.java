package dev.composeraudit.egress;

/** An Autopilot cluster with ranges of its own, and what its destinations see. */
final class AutopilotFixture {
  static final String MANAGED = "gke-0a1b2c3d-1";
  static final String[] OWN = {"10.0.0.0/20", "192.168.0.0/16", "172.20.0.0/16"};

  static SubjectFixture autopilot() {
    return SubjectFixture.autopilot(OWN[0], OWN[1], OWN[2]);
  }

  static SourceTrace trace(SubjectFixture subject, String destination) {
    return subject.egress().trace(Destination.parse(destination));
  }

  static Source source(SubjectFixture subject, String destination) {
    return trace(subject, destination).source();
  }

  private AutopilotFixture() {}
}
