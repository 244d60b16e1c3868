package dev.composeraudit.policy.source;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.policy.result.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A binding as it was written: where a policy applies, and with which parameters.
 *
 * @param excludeResources environments that it is not about, though they match
 * @param matchConditions all must be true of an environment; those of {@code matchLabels} are among
 *     them
 * @param parameters as given; checked against the policy's schema when the set is put together
 * @param parametersPath their path in the document
 * @param severity in place of the policy's; null = the policy's
 * @param enforce whether a violation alarms; if not, its severity is Informational
 */
public record BindingSource(
    String name,
    String policyName,
    List<ResourcePattern> matchResources,
    List<ResourcePattern> excludeResources,
    List<PolicySource.Clause> matchConditions,
    JsonObject parameters,
    Document document,
    String parametersPath,
    @Nullable Severity severity,
    boolean enforce) {}
