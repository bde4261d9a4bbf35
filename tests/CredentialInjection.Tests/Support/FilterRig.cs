using CredentialInjection.Options;
using EgressPipeline;
using EgressPipeline.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace CredentialInjection.Tests.Support;

/// <summary>The filter with everything around it that a test looks at.</summary>
internal sealed class FilterRig : IDisposable
{
    private readonly FilterParts _parts = new();
    private PhaseDriver _phases = null!;

    private FilterRig(TempFolder folder) => Folder = folder;

    public TempFolder Folder { get; }
    public FakeTimeProvider Time => _parts.Time;
    public CollectedLog Log => _parts.Log;
    public CollectedMetrics Metrics => _parts.Metrics;
    public CredentialInjectionFilter Filter { get; private set; } = null!;

    public static FilterRig ApiKey(string secret = "s3cret-key", string? header = "X-Api-Key", string? query = null, string prefix = "") => Start(folder => new CredentialInjectionOptions
    {
        ApiKey = new ApiKeyOptions { KeyFile = folder.Write("key", secret), Header = query is null ? header : null, Query = query, Prefix = prefix },
    });

    public static FilterRig Start(Func<TempFolder, CredentialInjectionOptions> options)
    {
        var rig = new FilterRig(new TempFolder());
        rig.Filter = new CredentialInjectionFilter(rig._parts.Context(options(rig.Folder), "credential-injection", "default/api"));
        rig._phases = new PhaseDriver(rig.Filter);
        return rig;
    }

    /// <summary>Calls the request phase, and waits for it.</summary>
    public Task<FilterResult> RequestAsync(MemoryExchange exchange) => _phases.RequestAsync(exchange);

    /// <summary>Calls the request phase, which completes at once.</summary>
    public FilterResult Request(MemoryExchange exchange) => _phases.Request(exchange);

    /// <summary>Calls the body phase with a whole body.</summary>
    public FilterResult Body(MemoryExchange exchange, byte[] body)
    {
        var phase = _phases.RequestBodyAsync(exchange, FilterResult.ReadBody(BodyAccess.Buffer(BodyAccess.MaxBound, OverBound.Refuse)), body);
        return phase.IsCompleted ? phase.GetAwaiter().GetResult().Result : throw new InvalidOperationException("the phase did not complete at once");
    }

    /// <summary>Calls the response phase.</summary>
    public FilterResult Response(MemoryExchange exchange, int status = 200) => _phases.Response(exchange, status);

    /// <summary>Lets the filter see that files changed.</summary>
    public void LookAtFiles()
    {
        Time.Advance(TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(1));
    }

    public void Dispose()
    {
        Filter.Dispose();
        _parts.Dispose();
        Folder.Dispose();
    }
}
