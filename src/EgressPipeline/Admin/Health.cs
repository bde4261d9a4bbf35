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
        var interception = sources.Interception();
        if (services.Lifetime.IsDraining)
            return AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, new HealthView("draining", sources.Policies(), interception));
        return interception is { IsSound: false }
            ? AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, new HealthView("not-intercepting", sources.Policies(), interception))
            : AnswerAsync(context, StatusCodes.Status200OK, new HealthView("ready", sources.Policies(), interception));
    }

    private static Task AnswerAsync(HttpContext context, int status, HealthView view) =>
        Answers.JsonAsync(context, status, view, AdminJson.Default.HealthView);
}
