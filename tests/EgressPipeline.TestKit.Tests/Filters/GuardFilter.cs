using System.Text;

namespace EgressPipeline.TestKit.Tests.Filters;

/// <summary>Looks for a text in the bodies of requests, across pieces.</summary>
[EgressFilter("guard", "1.0.0", Capabilities = FilterCapabilities.ReadsBody | FilterCapabilities.ChangesBody | FilterCapabilities.MayDeny)]
public sealed class GuardFilter(FilterContext<GuardOptions> context) : IRequestBodyFilter
{
    private readonly byte[] _forbidden = Encoding.UTF8.GetBytes(context.Options.Forbidden);
    private readonly byte[]? _mask = context.Options.Mask is { } mask ? Encoding.UTF8.GetBytes(mask) : null;
    private readonly FilterCounter _found = context.Metrics.Counter("found_total", "Forbidden texts.");

    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken) => new(FilterResult.ReadBody(BodyAccess.Transform));

    public ValueTask<FilterResult> OnRequestBodyAsync(EgressBody body, CancellationToken cancellationToken)
    {
        var held = body.State<GuardState>().Held;
        held.AddRange(body.Bytes);
        var text = held.ToArray().AsSpan();
        for (var at = text.IndexOf(_forbidden); at >= 0; at = text.IndexOf(_forbidden))
        {
            _found.Increment();
            if (_mask is null)
                return new(FilterResult.Deny("a forbidden text", 422));
            _mask.CopyTo(text[at..]);
        }
        var sure = body.IsLast ? text.Length : Math.Max(0, text.Length - _forbidden.Length + 1);
        body.Write(text[..sure]);
        held.Clear();
        held.AddRange(text[sure..]);
        return new(FilterResult.Continue);
    }
}
