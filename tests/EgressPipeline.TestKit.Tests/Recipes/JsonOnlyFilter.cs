using System.Text.Json;

namespace EgressPipeline.TestKit.Tests.Recipes;

/// <summary>Refuses bodies of requests that are not JSON.</summary>
[EgressFilter("json-only", "1.0.0", Capabilities = FilterCapabilities.ReadsBody | FilterCapabilities.MayDeny)]
public sealed class JsonOnlyFilter : IRequestBodyFilter
{
    private const int MostHeld = 256 * 1024;

    // Held whole, so nothing has been sent when the verdict comes. Larger ones get 413 from the sidecar.
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken) =>
        new(FilterResult.ReadBody(BodyAccess.Buffer(MostHeld, OverBound.Refuse)));

    public ValueTask<FilterResult> OnRequestBodyAsync(EgressBody body, CancellationToken cancellationToken) =>
        new(body.Bytes.IsEmpty || IsJson(body.Bytes) ? FilterResult.Continue : FilterResult.Deny("the body is not JSON", 415));

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
