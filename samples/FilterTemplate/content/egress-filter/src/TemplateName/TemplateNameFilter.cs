using System.Text;
using EgressPipeline;

namespace TemplateName;

/// <summary>
/// Puts a header into every request, and refuses requests that bring it themselves. One instance serves all requests of its binding from
/// any number of threads: what belongs to one request goes into <see cref="EgressRequest.State{T}"/>.
/// </summary>
[EgressFilter("template-name", "0.1.0", Description = "Puts a header into every request.",
    Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.MayDeny)]
public sealed class TemplateNameFilter(FilterContext<TemplateNameOptions> context) : IRequestFilter
{
    // Made once: a phase that makes nothing costs nanoseconds.
    private readonly byte[] _header = Encoding.ASCII.GetBytes(context.Options.Header);
    private readonly byte[] _text = Encoding.UTF8.GetBytes(context.Options.Text);
    private readonly FilterCounter _marked = context.Metrics.Counter("marked_total", "Requests that got the header.");

    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers.Contains(_header))
            return new(FilterResult.Deny("the application must not set this header itself"));
        request.Headers.Set(_header, _text);
        _marked.Increment();
        return new(FilterResult.Continue);
    }
}
