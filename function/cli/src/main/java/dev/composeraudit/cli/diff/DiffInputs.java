package dev.composeraudit.cli.diff;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.files.InputFolder;
import dev.composeraudit.cli.files.Inputs;
import dev.composeraudit.cli.files.SubjectFiles;
import dev.composeraudit.cli.files.SubjectFiles.Found;
import dev.composeraudit.cli.format.CheckReport;
import dev.composeraudit.cli.input.dump.Dump;
import dev.composeraudit.cli.option.WantedPolicies;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the two sides of a comparison from files, folders and result files, and judges them. */
final class DiffInputs {
  private final Console console;
  private final WantedPolicies wanted;
  private final Inputs inputs;
  private final Map<String, List<String>> subjectFiles = new TreeMap<>();
  private final Map<String, List<SavedResults>> resultFiles = new TreeMap<>();
  private final Map<List<String>, SubjectDocuments> read = new HashMap<>();
  private boolean foundNothing;

  DiffInputs(Console console, WantedPolicies wanted) {
    this.console = console;
    this.wanted = wanted;
    this.inputs = new Inputs(console.in());
  }

  /** Finds the files that operands mean, and separates result files from the others. */
  void expand(List<String> operands) throws IOException {
    for (String operand : operands) {
      if (subjectFiles.containsKey(operand)) {
        continue;
      }
      List<String> subjects = new ArrayList<>();
      List<SavedResults> results = new ArrayList<>();
      for (String file : InputFolder.files(operand)) {
        try {
          SourceFile source = inputs.read(file);
          if (SavedResults.isOne(source)) {
            results.add(SavedResults.read(source));
            continue;
          }
        } catch (InvalidDocumentsException notText) {
          // Reading it as a subject says what is wrong, and where.
        }
        subjects.add(file);
      }
      subjectFiles.put(operand, subjects);
      resultFiles.put(operand, results);
    }
  }

  /** What the subjects' files of a side hold. */
  private record SubjectDocuments(
      List<Found> found, List<CheckReport.Missing> unread, boolean foundAny) {}

  /** Reads and judges one side; all operands have been expanded. */
  DiffSide read(List<String> operands, PolicySet policies, List<String> manifests)
      throws IOException, InvalidDocumentsException {
    DiffSide side = new DiffSide();
    for (String operand : operands) {
      for (SavedResults results : resultFiles.getOrDefault(operand, List.of())) {
        results.addTo(side, wanted::contains);
      }
    }
    SubjectDocuments documents = read.computeIfAbsent(operands, this::documents);
    documents
        .unread()
        .forEach(missing -> side.addMissing("%s: %s".formatted(missing.what(), missing.why())));
    boolean joined = resultFiles.values().stream().anyMatch(each -> !each.isEmpty());
    SubjectJudge judge =
        new SubjectJudge(policies, wanted::contains, joined, console.clock().instant());
    List<Found> found = documents.found();
    List<Subject> applied = apply(manifests, found);
    for (int i = 0; i < found.size(); i++) {
      judge.judge(found.get(i).source(), applied.get(i), side);
    }
    if (side.isEmpty() && !documents.foundAny()) {
      foundNothing = true;
      console.err().println("nothing to compare: no environment in " + String.join(", ", operands));
    }
    return side;
  }

  private SubjectDocuments documents(List<String> operands) {
    List<String> files = new ArrayList<>();
    operands.forEach(operand -> files.addAll(subjectFiles.getOrDefault(operand, List.of())));
    SubjectFiles subjects = new SubjectFiles(console, inputs);
    List<Found> found = subjects.read(files);
    return new SubjectDocuments(found, subjects.unread(), subjects.foundAny());
  }

  /** Whether a side has no environment at all, such as are to be destroyed included. */
  boolean foundNothing() {
    return foundNothing;
  }

  /** The subjects with the egress policies that are to be applied. */
  private List<Subject> apply(List<String> manifests, List<Found> found)
      throws IOException, InvalidDocumentsException {
    List<Subject> subjects = new ArrayList<>(found.stream().map(Found::subject).toList());
    for (String argument : manifests) {
      int cut = SubjectFiles.cut(argument);
      String file = argument.substring(cut);
      EgressPolicyManifest manifest = EgressPolicyManifest.of(Dump.read(inputs.read(file)));
      int whose = owner(found, SubjectFiles.whose(argument, cut), file);
      Subject subject = subjects.get(whose);
      List<EgressNatPolicy> policies = manifest.appliedTo(subject.egressNatPolicies());
      subjects.set(whose, subject.with(Part.EGRESS_NAT_POLICIES, Observed.known(policies)));
    }
    return subjects;
  }

  private static int owner(List<Found> found, String whose, String file) throws IOException {
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).source().isMeantBy(whose)) {
        owners.add(i);
      }
    }
    if (owners.size() != 1) {
      throw new IOException(
          "%s: --egress-policies: %s"
              .formatted(
                  file,
                  owners.isEmpty()
                      ? "there is no environment%s whose policies could be changed; a result file holds none"
                          .formatted(whose.isEmpty() ? "" : " " + Excerpt.of(whose))
                      : "it does not say which of %d environments it belongs to; write --egress-policies ENVIRONMENT=%s"
                          .formatted(owners.size(), file)));
    }
    return owners.get(0);
  }
}
