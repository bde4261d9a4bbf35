using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using EgressPipeline.Admin.Views;
using EgressPipeline.Telemetry.Metrics;
using Microsoft.AspNetCore.Http;

namespace EgressPipeline.Admin;

/// <summary>
/// The admin listener: what is declared, what is alive, what was refused and why; and the three things one can ask for.
/// It has no login: it is for this machine (see <see cref="AdminGuard"/>), and shows no secrets.
/// </summary>
internal sealed class AdminApi(AdminSources sources)
{
    /// <summary>Answers one request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        if (AdminGuard.Refusal(context.Request) is { } refusal)
            return Answers.ErrorAsync(context, StatusCodes.Status403Forbidden, refusal);
        var path = context.Request.Path.Value ?? "/";
        if (HttpMethods.IsPost(context.Request.Method))
            return PostAsync(context, path);
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            return GetAsync(context, path);
        return Answers.ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, "use GET or POST");
    }

    private Task GetAsync(HttpContext context, string path) => path switch
    {
        "/" => Answers.TextAsync(context, "text/html; charset=utf-8", Dashboard.Page),
        "/dashboard.js" => Answers.TextAsync(context, "text/javascript; charset=utf-8", Dashboard.Script),
        "/dashboard.css" => Answers.TextAsync(context, "text/css; charset=utf-8", Dashboard.Style),
        "/config" => Ok(context, ConfigView.Of(sources.Services.Snapshots.Current.Plan, context.Request.Query["host"].ToString()), AdminJson.Default.ConfigView),
        "/clusters" => Ok(context, Clusters(), AdminJson.Default.IReadOnlyListClusterView),
        "/limits" => Ok(context, Limits(), AdminJson.Default.IReadOnlyListLimitView),
        "/decisions" => Ok(context, DenialsView.Of(sources.Services.Denials), AdminJson.Default.DenialsView),
        "/stats" => StatsAsync(context),
        "/certs" => Ok(context, sources.Certificates(), AdminJson.Default.IReadOnlyListCertificateReport),
        "/version" => Ok(context, new VersionView(ProcessMetrics.Version, RuntimeInformation.FrameworkDescription, Environment.ProcessId), AdminJson.Default.VersionView),
        "/health" => Health.AnswerAsync(context, sources),
        "/quitquitquit" or "/reload" => Answers.ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, "use POST"),
        _ => Answers.ErrorAsync(context, StatusCodes.Status404NotFound, "there is /, /config, /clusters, /limits, /decisions, /stats, /certs, /version, /health; POST /reload, /quitquitquit"),
    };

    private Task PostAsync(HttpContext context, string path) => path switch
    {
        "/reload" => ReloadAsync(context),
        "/quitquitquit" => QuitAsync(context),
        _ => Answers.ErrorAsync(context, StatusCodes.Status404NotFound, "POST /reload or /quitquitquit"),
    };

    private static Task Ok<TView>(HttpContext context, TView view, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TView> type) =>
        Answers.JsonAsync(context, StatusCodes.Status200OK, view, type);

    private IReadOnlyList<ClusterView> Clusters() => [.. sources.Services.Snapshots.Current.Clusters.All.Select(ClusterView.Of)];

    private IReadOnlyList<LimitView> Limits()
    {
        var limits = sources.Services.Snapshots.Current.Limits;
        return Array.ConvertAll(limits.All, rule => LimitView.Of(rule, limits.Clock.Day));
    }

    private Task StatsAsync(HttpContext context)
    {
        var page = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(page))
        {
            json.WriteStartObject();
            var stats = new StatsWriter(json);
            sources.Services.Metrics.Registry.Collect(stats);
            stats.End();
            json.WriteEndObject();
        }
        return Answers.BytesAsync(context, StatusCodes.Status200OK, "application/json; charset=utf-8", page.WrittenMemory);
    }

    private async Task ReloadAsync(HttpContext context)
    {
        var report = await sources.Reload(context.RequestAborted);
        await Answers.JsonAsync(context, report.Result == "refused" ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, report, AdminJson.Default.ReloadReport);
    }

    private async Task QuitAsync(HttpContext context)
    {
        // After the answer is on its way: the process may end before this method returns.
        context.Response.OnCompleted(() =>
        {
            sources.Quit();
            return Task.CompletedTask;
        });
        await Answers.TextAsync(context, "text/plain; charset=utf-8", "ending\n");
    }
}
