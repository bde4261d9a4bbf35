using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Whom a CUSTOM policy asks: the FilterBinding that has the provider's name, in the policy's namespace or in the root namespace.</summary>
internal static class CustomProviders
{
    /// <summary>The binding; null when there is none or it is disabled.</summary>
    public static FilterBindingRule? Find(AuthorizationPolicyRule policy, FilterBindingRule[] bindings)
    {
        var name = policy.ProviderName.TextOrEmpty();
        var binding = ResourceName.Find(bindings, name, policy.Meta.Namespace) ?? ResourceName.Find(bindings, name, Visibility.RootNamespace);
        return binding is { Enabled: true } ? binding : null;
    }
}
