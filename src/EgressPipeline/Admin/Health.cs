using EgressPipeline.Admin.Views;
using Microsoft.AspNetCore.Http;

namespace EgressPipeline.Admin;

/// <summary>Readiness. A refused reload does not end it: the last good policies still govern every call.</summary>
internal static class Health
{
    public static Task AnswerAsync(HttpContext context, AdminSources sources)
    {
        var services = sources.Services;
        if (!services.Snapshots.IsPublished)
            return AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, new HealthView("starting", null));
        return services.Lifetime.IsDraining
            ? AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, new HealthView("draining", sources.Policies()))
            : AnswerAsync(context, StatusCodes.Status200OK, new HealthView("ready", sources.Policies()));
    }

    private static Task AnswerAsync(HttpContext context, int status, HealthView view) =>
        Answers.JsonAsync(context, status, view, AdminJson.Default.HealthView);
}
