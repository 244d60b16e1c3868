package dev.composeraudit.policy.remedy;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.common.base.Suppliers;
import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.judge.CompiledPolicy;
import dev.composeraudit.policy.judge.Evaluation;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Value;
import dev.composeraudit.policy.judge.Judge;
import dev.composeraudit.policy.judge.RemedyFinder;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result.Remedy;
import dev.composeraudit.policy.source.RemedySource;
import dev.composeraudit.policy.source.RemedySource.Ranges;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.ComposerVersion;
import dev.composeraudit.subject.Observed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Ways to comply, computed from a subject, least effort first. What would change the subject is
 * tried on a copy of it, and offered only if the policy does not fail then.
 */
public final class Remedies implements RemedyFinder {
  private static final String RECREATE =
      "Recreate the environment with the IP masquerade agent, by %s;"
          + " the agent cannot be enabled on an existing environment";

  private static final String TERRAFORM =
      "In Terraform, set this in the environment's google_composer_environment; it replaces the"
          + " environment: add a second resource, move to it, and remove this one last";

  private final SubjectView view;
  private final Supplier<RecreateCommands> recreation = Suppliers.memoize(this::recreation);
  private final Supplier<SubjectView> withAgent = Suppliers.memoize(this::withAgent);

  /** Finds the remedies for one subject. Used by one thread. */
  public Remedies(SubjectView view) {
    this.view = view;
  }

  @Override
  public List<Remedy> find(CompiledPolicy policy, List<Struct> parameters) {
    Search search = new Search(policy, parameters);
    search.addAcceptance();
    search.addEdit();
    environment()
        .ifPresent(
            environment ->
                ComposerVersion.of(environment)
                    .ifPresent(version -> search.addRecreation(environment, version)));
    return search.remedies;
  }

  private Optional<Environment> environment() {
    return view.subject().environment() instanceof Observed.Known<Environment> known
        ? Optional.of(known.value())
        : Optional.empty();
  }

  /** How to create the environment anew, whichever policy asks. */
  private RecreateCommands recreation() {
    return new RecreateCommands(view.subject().name(), environment().orElseThrow());
  }

  /** The same environment as it would be with the agent, whichever policy asks. */
  private SubjectView withAgent() {
    return new SubjectView(EnabledAgent.of(view, environment().orElseThrow()), view.now());
  }

  /** The search for one policy. */
  private final class Search {
    private final CompiledPolicy policy;
    private final List<Struct> parameters;
    private final List<Remedy> remedies = new ArrayList<>();

    Search(CompiledPolicy policy, List<Struct> parameters) {
      this.policy = policy;
      this.parameters = parameters;
    }

    private RemedySource source() {
      return policy.source().remedies();
    }

    private void addAcceptance() {
      if (source().ranges().containsKey(Ranges.ACCEPT)) {
        ranges(Ranges.ACCEPT)
            .filter(ranges -> !ranges.isEmpty())
            .ifPresent(
                ranges ->
                    remedies.add(
                        new Remedy(
                            "Accept these source ranges at the destinations, and route back to"
                                + " them",
                            String.join("\n", ranges))));
      }
    }

    private void addEdit() {
      if (!source().editsEgressPolicy()) {
        return;
      }
      Optional<List<String>> keep = ranges(Ranges.KEEP);
      Optional<List<String>> masquerade = ranges(Ranges.MASQUERADE);
      if (keep.isEmpty() || masquerade.isEmpty()) {
        return;
      }
      Optional<EgressEdit> edit = EgressEdits.of(view, keep.get(), masquerade.get());
      if (edit.isEmpty()) {
        return;
      }
      SubjectView edited = new SubjectView(edit.get().subject(), view.now());
      if (outcomes(edited).stream().allMatch(Outcome.PASS::equals)) {
        remedies.add(new Remedy("Edit the egress policy", edit.get().text()));
      } else if (!policy.source().mitigatedBy().isEmpty() && edited.isObeyed()) {
        remedies.add(
            new Remedy(
                "Edit the egress policy so that it has the same effect as the agent; this finding"
                    + " is Informational when every destination of a binding accepts the source"
                    + " that it sees",
                edit.get().text()));
      }
    }

    private void addRecreation(Environment environment, ComposerVersion version) {
      RecreateCommands commands = recreation.get();
      boolean off = !environment.getConfig().getNodeConfig().getEnableIpMasqAgent();
      // Composer 1 can no longer be created, and Composer 3 has no agent.
      if (source().recreateWithAgent() && off && version.generation() == 2 && wouldNotFail()) {
        remedies.add(new Remedy(RECREATE.formatted("gcloud"), commands.gcloud()));
        remedies.add(new Remedy(RECREATE.formatted("the REST API"), commands.rest()));
        remedies.add(new Remedy(TERRAFORM, RecreateCommands.terraform()));
      }
      if (source().moveToComposer3() && version.generation() < 3) {
        remedies.add(
            new Remedy(
                "Move to Composer 3, whose Pods have no addresses in the VPC: destinations see"
                    + " those of the environment's network attachment",
                commands.composer3(version.airflowVersion())));
      }
    }

    /** Whether nothing speaks against the same environment with the agent. */
    private boolean wouldNotFail() {
      return outcomes(withAgent.get()).stream().noneMatch(Outcome.FAIL::equals);
    }

    private List<Outcome> outcomes(SubjectView changed) {
      return parameters.stream().map(each -> Judge.judge(policy, each, changed).outcome()).toList();
    }

    /** The ranges that an expression gives under all parameters; empty if one is unknown. */
    private Optional<List<String>> ranges(Ranges which) {
      Set<String> ranges = new LinkedHashSet<>();
      Program program = policy.remedies().get(which);
      if (program == null) {
        return Optional.of(List.of());
      }
      for (Struct each : parameters) {
        Evaluation evaluation = new Evaluation(view, each, policy.variables());
        if (!(evaluation.evaluate(program) instanceof Value value
            && value.value() instanceof Collection<?> texts)) {
          return Optional.empty();
        }
        texts.forEach(text -> ranges.add(String.valueOf(text)));
      }
      return Optional.of(List.copyOf(ranges));
    }
  }
}
