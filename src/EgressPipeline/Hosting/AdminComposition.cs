using EgressPipeline.Admin;
using EgressPipeline.Admin.Views;
using EgressPipeline.Policies;
using EgressPipeline.Telemetry.Metrics;
using EgressPipeline.Upstream;

namespace EgressPipeline.Hosting;

/// <summary>Gives the admin and metrics answers what they show: policies and credentials in their own words.</summary>
internal static class AdminComposition
{
    public static AdminSources Sources(SidecarServices services, PolicyReloader reloader, UpstreamServices upstream, Action quit) => new()
    {
        Services = services,
        Policies = () => Report(reloader.Status),
        Reload = async cancellationToken =>
        {
            var outcome = await reloader.ReloadAsync(force: true, cancellationToken);
            return new ReloadReport(SnakeCase.Of(outcome.Result.ToString()), Report(outcome.Status));
        },
        Certificates = () => Certificates(upstream),
        Quit = quit,
    };

    private static PolicyReport Report(PolicyStatus status) =>
        new(status.Generation, status.PlanHash, status.LoadedAt, status.Failure?.At, status.Failure?.Problems ?? []);

    private static CertificateReport[] Certificates(UpstreamServices upstream) =>
    [
        .. upstream.Credentials.All.Select(static credentials => new CertificateReport(
            credentials.Files.CaCertificates,
            credentials.Files.ClientCertificate,
            credentials.Current?.ClientCertificateExpires,
            credentials.Problem)),
    ];
}
