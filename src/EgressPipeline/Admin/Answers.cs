using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EgressPipeline.Admin.Views;
using Microsoft.AspNetCore.Http;

namespace EgressPipeline.Admin;

/// <summary>How answers of the admin and metrics listeners are written.</summary>
internal static class Answers
{
    public static Task JsonAsync<TView>(HttpContext context, int status, TView view, JsonTypeInfo<TView> type)
    {
        Begin(context, status, "application/json; charset=utf-8");
        return JsonSerializer.SerializeAsync(context.Response.Body, view, type, context.RequestAborted);
    }

    public static Task ErrorAsync(HttpContext context, int status, string error) =>
        JsonAsync(context, status, new ErrorView(error), AdminJson.Default.ErrorView);

    public static Task TextAsync(HttpContext context, string contentType, string text)
    {
        Begin(context, StatusCodes.Status200OK, contentType);
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    public static void Begin(HttpContext context, int status, string contentType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'";
    }
}
