namespace EgressPipeline.Policy.Plan;

/// <summary>Where a redirect without a port gets its port from.</summary>
public enum RedirectPort
{
    /// <summary>The called one is kept, unless authority or scheme change what it means.</summary>
    AsCalled,
    /// <summary>80 or 443, as the scheme of the location says.</summary>
    OfScheme,
    /// <summary>The called one, whatever else changes.</summary>
    OfRequest,
}
