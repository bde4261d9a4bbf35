using System.Globalization;
using System.Text;
using EgressPipeline;

namespace SamplePlugin;

/// <summary>
/// Reads bodies as the header <c>x-lab-request</c> or <c>x-lab-response</c> says: <c>observe</c>, <c>transform</c>, <c>refuse:BOUND</c>, <c>pass:BOUND</c>,
/// <c>prefix:BOUND</c>, <c>rewrite:EXTRA</c> (keeps its promise when EXTRA is 0). Letters become capitals where the body may be replaced, <c>!</c> doubles, <c>forbidden</c> is refused. What it saw is told
/// in headers where these can still be changed, and in a counter.
/// </summary>
[EgressFilter("lab", "1.0.0", Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.ChangesBody | FilterCapabilities.MayDeny)]
public sealed class LabFilter(FilterContext context) : IRequestBodyFilter, IResponseBodyFilter
{
    private readonly FilterCounter _requestBytes = context.Metrics.Counter("request_bytes_total", "Bytes of request bodies seen.");
    private readonly FilterCounter _responseBytes = context.Metrics.Counter("response_bytes_total", "Bytes of response bodies seen.");

    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var state = request.State<LabState>();
        (state.Request, state.RequestRewriting.Extra) = Access(request.Headers, "x-lab-request"u8);
        (state.Response, state.ResponseRewriting.Extra) = Access(request.Headers, "x-lab-response"u8);
        return new(FilterResult.ReadBody(state.Request));
    }

    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken) =>
        new(FilterResult.ReadBody(request.State<LabState>().Response));

    public ValueTask<FilterResult> OnRequestBodyAsync(EgressBody body, CancellationToken cancellationToken)
    {
        _requestBytes.Add(body.Bytes.Length);
        var state = body.State<LabState>();
        if (state.Request.Mode > BodyMode.Rewrite)
            body.Request.Headers.Set("x-lab-saw"u8, Encoding.ASCII.GetBytes($"{body.Bytes.Length} {body.IsLast}"));
        return new(state.Request.Mode == BodyMode.Rewrite ? state.RequestRewriting.Apply(body) : Judge(body, state.Request.Mode));
    }

    public ValueTask<FilterResult> OnResponseBodyAsync(EgressBody body, CancellationToken cancellationToken)
    {
        _responseBytes.Add(body.Bytes.Length);
        var state = body.State<LabState>();
        if (state.Response.Mode > BodyMode.Rewrite)
            body.Request.ResponseHeaders.Set("x-lab-saw"u8, Encoding.ASCII.GetBytes($"{body.Bytes.Length} {body.IsLast}"));
        return new(state.Response.Mode == BodyMode.Rewrite ? state.ResponseRewriting.Apply(body) : Judge(body, state.Response.Mode));
    }

    private static FilterResult Judge(EgressBody body, BodyMode mode)
    {
        if (body.Bytes.IndexOf("forbidden"u8) >= 0)
            return FilterResult.Deny("forbidden content");
        if (mode == BodyMode.Observe || body.Bytes.IsEmpty)
            return FilterResult.Continue;
        body.Drop();
        foreach (var value in body.Bytes)
        {
            body.Write([value is >= (byte)'a' and <= (byte)'z' ? (byte)(value - 32) : value]);
            if (value == '!')
                body.Write("!"u8);
        }
        return FilterResult.Continue;
    }

    private static (BodyAccess Access, int Number) Access(EgressHeaders headers, ReadOnlySpan<byte> name)
    {
        if (!headers.TryGet(name, out var wish))
            return default;
        var parts = Encoding.ASCII.GetString(wish).Split(':');
        var bound = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var access = parts[0] switch
        {
            "observe" => BodyAccess.Observe,
            "transform" => BodyAccess.Transform,
            "rewrite" => BodyAccess.Rewrite,
            "refuse" => BodyAccess.Buffer(bound, OverBound.Refuse),
            "pass" => BodyAccess.Buffer(bound, OverBound.Pass),
            _ => BodyAccess.Prefix(bound),
        };
        return (access, bound);
    }

    private sealed class LabState : IFilterState
    {
        public BodyAccess Request { get; set; }

        public BodyAccess Response { get; set; }

        public LabRewriting RequestRewriting { get; } = new();

        public LabRewriting ResponseRewriting { get; } = new();

        public void Reset()
        {
            Request = Response = default;
            RequestRewriting.Held.Clear();
            ResponseRewriting.Held.Clear();
        }
    }
}
