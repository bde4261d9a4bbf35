using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>What the filter remembers of a request until its answer.</summary>
internal sealed class InjectionState : IFilterState
{
    /// <summary>The credential that was put in; null when none was.</summary>
    public Credential? Sent { get; set; }

    public void Reset() => Sent = null;
}
