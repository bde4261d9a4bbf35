using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>A CUSTOM policy whose provider nobody is would leave its calls unasked about.</summary>
internal static class CustomReferences
{
    public static void Check(PolicyDocuments documents, DiagnosticBag bag)
    {
        foreach (var policy in documents.AuthorizationPolicies)
            if (policy is { EffectiveAction: AuthorizationActionRule.Custom, ProviderName: { Value.Length: > 0 } provider } && Problem(policy, provider.Value, documents.FilterBindings) is { } problem)
                bag.Report(ReferenceDiagnostics.ProviderNotBound, provider.Source, provider.Value, problem);
    }

    private static string? Problem(AuthorizationPolicyRule policy, string provider, FilterBindingRule[] bindings)
    {
        if (CustomProviders.Find(policy, bindings) is not { } binding)
            return "no enabled FilterBinding has that name" + ResourceName.Suggest(bindings, provider, policy.Meta.Namespace);
        // Otherwise calls that the policy means and the binding does not would go unasked about.
        return binding.Hosts.Length + binding.Services.Length + binding.Routes.Length == 0 ? null
            : binding.Meta.Id + " is bound to hosts, services or routes; which calls it is asked about is said by the policy alone";
    }
}
