using EgressPipeline.Admin.Views;
using EgressPipeline.Hosting;

namespace EgressPipeline.Admin;

/// <summary>What the admin and metrics listeners show and may do. Everything in it is safe for concurrent use.</summary>
internal sealed record AdminSources
{
    public required SidecarServices Services { get; init; }

    /// <summary>Which policies are in force, and why the last reading was refused, if it was.</summary>
    public required Func<PolicyReport> Policies { get; init; }

    /// <summary>Reads the policies again and returns how that ended; must not throw for a bad policy.</summary>
    public required Func<CancellationToken, Task<ReloadReport>> Reload { get; init; }

    /// <summary>The credentials of upstream TLS.</summary>
    public required Func<IReadOnlyList<CertificateReport>> Certificates { get; init; }

    /// <summary>How connections reach this sidecar; null where there is nothing to tell.</summary>
    public Func<InterceptionReport?> Interception { get; init; } = static () => null;

    /// <summary>Ends the sidecar: the drain in progress is cut short.</summary>
    public required Action Quit { get; init; }
}
