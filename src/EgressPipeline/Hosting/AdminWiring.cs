using EgressPipeline.Admin;
using EgressPipeline.Admin.Views;
using EgressPipeline.Interception.Rules;
using EgressPipeline.Policies;
using EgressPipeline.Tls;

namespace EgressPipeline.Hosting;

/// <summary>Says to the admin listener what this sidecar is and what may be asked of it.</summary>
internal static class AdminWiring
{
    public static AdminSources Of(SidecarParts parts) => new()
    {
        Services = parts.Services,
        Policies = () => Report(parts.Reloader.Status),
        Reload = async cancellationToken => Report(await parts.Reloader.ReloadAsync(force: true, cancellationToken)),
        Certificates = () => [.. parts.Upstream.Credentials.All.Where(c => c.Files.Any).Select(Report)],
        Interception = () => Interception(parts),
        Quit = parts.Services.Lifetime.RequestQuit,
    };

    private static InterceptionReport? Interception(SidecarParts parts)
    {
        var (options, returns) = (parts.Options.Intercept, parts.Services.OwnTraffic.Returns);
        return options.Mode == InterceptMode.Off && !returns
            ? null
            : new InterceptionReport(options.Mode.ToString().ToLowerInvariant(), parts.Interception?.Differences, options.ExemptUids, options.ExemptGids, returns);
    }

    private static ReloadReport Report(PolicyReload outcome) => new(outcome.Result.ToString().ToLowerInvariant(), Report(outcome.Status));

    private static PolicyReport Report(PolicyStatus status) =>
        new(status.Generation, status.PlanHash, status.LoadedAt, status.Failure?.At, status.Failure?.Problems ?? []);

    private static CertificateReport Report(TlsCredentials credentials) => new(
        credentials.Files.CaCertificates,
        credentials.Files.ClientCertificate,
        credentials.Current?.ClientCertificateExpires,
        credentials.Problem);
}
