using System.Buffers;
using EgressPipeline.Telemetry.Metrics;
using Microsoft.AspNetCore.Http;

namespace EgressPipeline.Admin;

/// <summary>The metrics listener: <c>/metrics</c> for Prometheus, and health for the kubelet. Reads only, so any Host may ask.</summary>
internal sealed class MetricsApi(AdminSources sources)
{
    /// <summary>Answers one request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return Answers.ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, "use GET");
        return context.Request.Path.Value switch
        {
            "/metrics" or "/stats/prometheus" => MetricsAsync(context),
            "/healthz/live" => Answers.TextAsync(context, "text/plain; charset=utf-8", "live\n"),
            "/healthz/ready" => Health.AnswerAsync(context, sources),
            _ => Answers.ErrorAsync(context, StatusCodes.Status404NotFound, "there is /metrics, /healthz/live and /healthz/ready"),
        };
    }

    private Task MetricsAsync(HttpContext context)
    {
        var page = new ArrayBufferWriter<byte>(16 * 1024);
        sources.Services.Metrics.WritePrometheus(page);
        return Answers.BytesAsync(context, StatusCodes.Status200OK, PrometheusWriter.ContentType, page.WrittenMemory);
    }
}
