using System.Text;
using EgressPipeline;

namespace CustomHost;

/// <summary>Pins the version of a service's API: the application cannot call another one by accident.</summary>
[EgressFilter("api-version", "1.0.0", Description = "Sets the version header of an API.",
    Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.MayDeny, RequiresScope = true)]
public sealed class ApiVersionFilter(FilterContext<ApiVersionOptions> context) : IRequestFilter
{
    private readonly byte[] _header = Encoding.ASCII.GetBytes(context.Options.Header);
    private readonly byte[] _version = Encoding.ASCII.GetBytes(context.Options.Version);
    private readonly bool _refuses = context.Options.Otherwise == OtherVersion.Refuse;

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (_refuses && request.Headers.TryGet(_header, out var asked) && !asked.SequenceEqual(_version))
            return ValueTask.FromResult(FilterResult.Deny("the application asked for another version of the API"));
        request.Headers.Set(_header, _version);
        return ValueTask.FromResult(FilterResult.Continue);
    }
}
