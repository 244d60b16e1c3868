package dev.composeraudit.sandbox.seed;

import com.linecorp.armeria.common.HttpResponse;
import dev.composeraudit.sandbox.api.GoogleErrors;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * What goes wrong with seeded environments.
 *
 * @param failingPercent how many of a hundred calls to Google's APIs fail with 503
 * @param deniedProjects in how many projects, the last ones, Composer answers 403
 * @param deleted how many environments, the first ones, are listed but are gone
 * @param exhaustedRegion the region for which Composer answers 429; blank = none
 */
public record SeededFaults(
    int failingPercent, int deniedProjects, int deleted, String exhaustedRegion, AtomicLong calls) {
  public static final SeededFaults NONE = new SeededFaults(0, 0, 0, "");

  public SeededFaults(int failingPercent, int deniedProjects, int deleted, String exhaustedRegion) {
    this(failingPercent, deniedProjects, deleted, exhaustedRegion, new AtomicLong());
  }

  /** The faults of any call. */
  Optional<HttpResponse> ofCall() {
    // Which calls fail seems random, and is the same in each run with the same order of calls.
    long mixed = (calls.incrementAndGet() * 0x9E3779B97F4A7C15L) >>> 33;
    return mixed % 100 < failingPercent
        ? Optional.of(GoogleErrors.of(Status.UNAVAILABLE.withDescription("try again")))
        : Optional.empty();
  }

  /** The faults of a call to Composer. */
  Optional<HttpResponse> ofComposer(SeededEnvironments seeded, String project, String region) {
    if (region.equals(exhaustedRegion)) {
      return Optional.of(
          GoogleErrors.of(
              Status.RESOURCE_EXHAUSTED.withDescription(
                  "Quota exceeded for quota metric 'Read requests' in region " + region)));
    }
    boolean denied =
        IntStream.range(seeded.projects() - deniedProjects, seeded.projects())
            .anyMatch(number -> seeded.project(number).equals(project));
    return denied
        ? Optional.of(
            GoogleErrors.of(
                Status.PERMISSION_DENIED.withDescription(
                    "Permission 'composer.environments.get' denied on resource projects/"
                        + project)))
        : Optional.empty();
  }
}
