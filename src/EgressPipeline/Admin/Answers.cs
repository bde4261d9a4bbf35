using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EgressPipeline.Admin.Views;
using Microsoft.AspNetCore.Http;

namespace EgressPipeline.Admin;

/// <summary>How answers of the admin and metrics listeners are written.</summary>
internal static class Answers
{
    public static Task JsonAsync<TView>(HttpContext context, int status, TView view, JsonTypeInfo<TView> type) =>
        BytesAsync(context, status, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(view, type));

    public static Task ErrorAsync(HttpContext context, int status, string error) =>
        JsonAsync(context, status, new ErrorView(error), AdminJson.Default.ErrorView);

    public static Task TextAsync(HttpContext context, string contentType, string text) =>
        BytesAsync(context, StatusCodes.Status200OK, contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>A whole answer with its length: readers never get half of one for the whole.</summary>
    public static Task BytesAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        Begin(context, status, contentType);
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static void Begin(HttpContext context, int status, string contentType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'";
    }
}
