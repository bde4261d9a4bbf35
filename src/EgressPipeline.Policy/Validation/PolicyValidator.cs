using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Validation.References;

namespace EgressPipeline.Policy.Validation;

/// <summary>Judges bound documents: every rule of one document, and what documents say about each other.</summary>
public static class PolicyValidator
{
    /// <summary>Adds every finding to the bag; a set without errors can be compiled.</summary>
    public static void Validate(PolicyDocuments documents, ValidationOptions options, DiagnosticBag bag)
    {
        foreach (var entry in documents.ServiceEntries)
            ServiceEntryValidator.Validate(entry, bag);
        foreach (var service in documents.VirtualServices)
            VirtualServiceValidator.Validate(service, bag);
        foreach (var rule in documents.DestinationRules)
            DestinationRuleValidator.Validate(rule, bag);
        foreach (var policy in documents.AuthorizationPolicies)
            AuthorizationPolicyValidator.Validate(policy, bag);
        foreach (var authentication in documents.RequestAuthentications)
            RequestAuthenticationValidator.Validate(authentication, bag);
        foreach (var sidecar in documents.Sidecars)
            SidecarValidator.Validate(sidecar, bag);
        foreach (var test in documents.Tests)
            PolicyTestValidator.Validate(test, bag);
        foreach (var binding in documents.FilterBindings)
            FilterBindingValidator.Validate(binding, bag);
        foreach (var limits in documents.Limits)
            EgressLimitsValidator.Validate(limits, bag);
        if (options.FollowReferences)
            ReferenceValidator.Validate(documents, bag);
    }
}
