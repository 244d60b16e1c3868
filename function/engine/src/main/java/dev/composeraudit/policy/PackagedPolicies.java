package dev.composeraudit.policy;

import com.google.common.hash.Hashing;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelProtoAbstractSyntaxTree;
import dev.cel.expr.CheckedExpr;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.cel.CheckedPolicy;
import dev.composeraudit.policy.source.PolicyFileReader;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.RemedySource;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The policies in the jar: their files, and their expressions as they were checked when it was
 * built, so that the function starts without a parser. Both must be of one build.
 */
public final class PackagedPolicies {
  /** Where the build puts the checked expressions. */
  static final String RESOURCE = "/policies.bin";

  private PackagedPolicies() {}

  /** What a build writes: the files by path and digest, and the checked expressions by place. */
  private record Archive(Map<String, String> files, Map<String, byte[]> expressions) {}

  static List<SourceFile> sources() {
    List<SourceFile> files = new ArrayList<>();
    for (String path : archive().files().keySet().stream().sorted().toList()) {
      try (InputStream resource = open("/policies/" + path)) {
        files.add(
            new SourceFile(path, new String(resource.readAllBytes(), StandardCharsets.UTF_8)));
      } catch (IOException unreadable) {
        throw new UncheckedIOException("reading " + path + " in the jar", unreadable);
      }
    }
    return files;
  }

  /**
   * The policies that came with the program, with their bindings and exceptions.
   *
   * @throws IllegalStateException if the program is not whole
   */
  public static PolicySet load() {
    return load(sources());
  }

  static PolicySet load(List<SourceFile> files) {
    try {
      return assemble(files, List.of());
    } catch (InvalidDocumentsException notOfThisBuild) {
      throw new IllegalStateException("the packaged policies do not load", notOfThisBuild);
    }
  }

  /**
   * The packaged policies under an organization's own bindings and exceptions.
   *
   * @throws InvalidDocumentsException with every error of every file
   */
  public static PolicySet loadWith(List<SourceFile> bindings) throws InvalidDocumentsException {
    return assemble(
        sources().stream().filter(file -> file.path().endsWith("/policy.yaml")).toList(), bindings);
  }

  private static PolicySet assemble(List<SourceFile> packaged, List<SourceFile> bindings)
      throws InvalidDocumentsException {
    Archive archive = archive();
    for (SourceFile file : packaged) {
      if (!sha256(file).equals(archive.files().get(file.path()))) {
        throw new IllegalStateException(
            file.path() + " is not the file that was compiled; build the jar again");
      }
    }
    List<SourceFile> all = new ArrayList<>(packaged);
    all.addAll(bindings);
    PolicySetLoader loader = new PolicySetLoader(all);
    PolicyFileReader reader = loader.read();
    rejectOthers(reader.policies, packaged);
    List<CheckedPolicy> checked = new ArrayList<>();
    for (PolicySource source : reader.policies) {
      checked.add(checked(source, archive.expressions()));
    }
    return loader.assemble(reader, checked);
  }

  /** Among bindings and exceptions, a policy would be neither the jar's nor in its place. */
  private static void rejectOthers(List<PolicySource> policies, List<SourceFile> packaged)
      throws InvalidDocumentsException {
    List<Issue> issues =
        policies.stream()
            .map(PolicySource::document)
            .filter(document -> !packaged.contains(document.file()))
            .map(
                document ->
                    document.issue(
                        "kind",
                        "$.kind",
                        "this is a policy, but the folder is for bindings; put it in a folder of"
                            + " policies"))
            .toList();
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
  }

  private static CheckedPolicy checked(PolicySource source, Map<String, byte[]> expressions) {
    String name = source.info().name();
    List<CelAbstractSyntaxTree> conditions = new ArrayList<>();
    for (int i = 0; i < source.matchConditions().size(); i++) {
      conditions.add(tree(expressions, name + "/condition/" + i));
    }
    List<CelAbstractSyntaxTree> variables = new ArrayList<>();
    for (int i = 0; i < source.variables().size(); i++) {
      variables.add(tree(expressions, name + "/variable/" + i));
    }
    List<CheckedPolicy.Validation> validations = new ArrayList<>();
    for (int i = 0; i < source.validations().size(); i++) {
      PolicySource.Validation validation = source.validations().get(i);
      validations.add(
          new CheckedPolicy.Validation(
              tree(expressions, name + "/validation/" + i),
              validation.messageExpression() == null
                  ? null
                  : tree(expressions, name + "/message/" + i),
              validation.destinations() == null
                  ? null
                  : tree(expressions, name + "/destinations/" + i)));
    }
    Map<RemedySource.Ranges, CelAbstractSyntaxTree> remedies =
        new EnumMap<>(RemedySource.Ranges.class);
    for (RemedySource.Ranges ranges : source.remedies().ranges().keySet()) {
      remedies.put(ranges, tree(expressions, name + "/remedy/" + ranges));
    }
    return new CheckedPolicy(source, conditions, variables, validations, remedies);
  }

  private static CelAbstractSyntaxTree tree(Map<String, byte[]> expressions, String key) {
    byte[] bytes = expressions.get(key);
    if (bytes == null) {
      throw new IllegalStateException(key + " was not compiled; build the jar again");
    }
    try {
      return CelProtoAbstractSyntaxTree.fromCheckedExpr(CheckedExpr.parseFrom(bytes)).getAst();
    } catch (IOException damaged) {
      throw new UncheckedIOException(key + " is damaged; build the jar again", damaged);
    }
  }

  /** Writes what {@link #load} reads. */
  static void write(List<SourceFile> files, List<CheckedPolicy> policies, OutputStream to)
      throws IOException {
    Map<String, byte[]> expressions = new java.util.TreeMap<>();
    for (CheckedPolicy policy : policies) {
      String name = policy.source().info().name();
      for (int i = 0; i < policy.matchConditions().size(); i++) {
        put(expressions, name + "/condition/" + i, policy.matchConditions().get(i));
      }
      for (int i = 0; i < policy.variables().size(); i++) {
        put(expressions, name + "/variable/" + i, policy.variables().get(i));
      }
      for (int i = 0; i < policy.validations().size(); i++) {
        CheckedPolicy.Validation validation = policy.validations().get(i);
        put(expressions, name + "/validation/" + i, validation.expression());
        put(expressions, name + "/message/" + i, validation.messageExpression());
        put(expressions, name + "/destinations/" + i, validation.destinations());
      }
      policy
          .remedies()
          .forEach((ranges, tree) -> put(expressions, name + "/remedy/" + ranges, tree));
    }
    DataOutputStream out = new DataOutputStream(to);
    out.writeInt(files.size());
    for (SourceFile file : files) {
      out.writeUTF(file.path());
      out.writeUTF(sha256(file));
    }
    out.writeInt(expressions.size());
    for (Map.Entry<String, byte[]> expression : expressions.entrySet()) {
      out.writeUTF(expression.getKey());
      out.writeInt(expression.getValue().length);
      out.write(expression.getValue());
    }
    out.flush();
  }

  private static void put(
      Map<String, byte[]> expressions, String key, @Nullable CelAbstractSyntaxTree tree) {
    if (tree != null) {
      expressions.put(
          key, CelProtoAbstractSyntaxTree.fromCelAst(tree).toCheckedExpr().toByteArray());
    }
  }

  private static Archive archive() {
    try (DataInputStream in = new DataInputStream(open(RESOURCE))) {
      Map<String, String> files = new HashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        files.put(in.readUTF(), in.readUTF());
      }
      Map<String, byte[]> expressions = new HashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        expressions.put(in.readUTF(), in.readNBytes(in.readInt()));
      }
      return new Archive(files, expressions);
    } catch (IOException damaged) {
      throw new UncheckedIOException("policies.bin is damaged; build the jar again", damaged);
    }
  }

  private static InputStream open(String resource) {
    InputStream stream = PackagedPolicies.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IllegalStateException(resource + " is missing from the jar; build the jar again");
    }
    return stream;
  }

  private static String sha256(SourceFile file) {
    return Hashing.sha256().hashString(file.text(), StandardCharsets.UTF_8).toString();
  }
}
