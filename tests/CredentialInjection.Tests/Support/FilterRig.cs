using CredentialInjection.Options;
using EgressPipeline;
using EgressPipeline.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace CredentialInjection.Tests.Support;

/// <summary>The filter with everything around it that a test looks at.</summary>
internal sealed class FilterRig : IDisposable
{
    /// <summary>What host and operator would let the filter do; the contract's handles check it.</summary>
    private static readonly FilterCapabilities Declared =
        ((EgressFilterAttribute)Attribute.GetCustomAttribute(typeof(CredentialInjectionFilter), typeof(EgressFilterAttribute))!).Capabilities;

    private readonly CancellationTokenSource _stopping = new();

    private FilterRig(TempFolder folder) => Folder = folder;

    public TempFolder Folder { get; }
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero));
    public LogCollector Log { get; } = new();
    public FakeMetrics Metrics { get; } = new();
    public CredentialInjectionFilter Filter { get; private set; } = null!;

    public static FilterRig ApiKey(string secret = "s3cret-key", string? header = "X-Api-Key", string? query = null, string prefix = "") => Start(folder => new CredentialInjectionOptions
    {
        ApiKey = new ApiKeyOptions { KeyFile = folder.Write("key", secret), Header = query is null ? header : null, Query = query, Prefix = prefix },
    });

    public static FilterRig Start(Func<TempFolder, CredentialInjectionOptions> options)
    {
        var rig = new FilterRig(new TempFolder());
        var made = options(rig.Folder);
        var problems = new OptionProblems();
        made.Validate(problems);
        Assert.Empty(problems.Items);
        rig.Filter = new CredentialInjectionFilter(new FilterContext<CredentialInjectionOptions>
        {
            FilterName = "credential-injection",
            Binding = "default/api",
            Logger = rig.Log,
            Metrics = rig.Metrics,
            Time = rig.Time,
            Stopping = rig._stopping.Token,
            Options = made,
        });
        return rig;
    }

    /// <summary>Calls the request phase, and waits for it.</summary>
    public async Task<FilterResult> RequestAsync(FakeExchange exchange)
    {
        try
        {
            return await Filter.OnRequestAsync(exchange.OpenPhase(0, Declared), default).AsTask().Within();
        }
        finally
        {
            exchange.ClosePhase();
        }
    }

    /// <summary>Calls the request phase, which completes at once.</summary>
    public FilterResult Request(FakeExchange exchange)
    {
        var pending = Filter.OnRequestAsync(exchange.OpenPhase(0, Declared), default);
        exchange.ClosePhase();
        return pending.IsCompletedSuccessfully ? pending.Result : throw new InvalidOperationException("the phase did not complete at once");
    }

    /// <summary>Calls the body phase with a whole body.</summary>
    public FilterResult Body(FakeExchange exchange, byte[] body)
    {
        var request = exchange.OpenPhase(0, Declared);
        var piece = new FakeBody(body, request);
        var pending = Filter.OnRequestBodyAsync(piece.OpenPhase(0, Declared), default);
        piece.ClosePhase();
        exchange.ClosePhase();
        return pending.IsCompletedSuccessfully ? pending.Result : throw new InvalidOperationException("the phase did not complete at once");
    }

    /// <summary>Calls the response phase.</summary>
    public FilterResult Response(FakeExchange exchange, int status = 200)
    {
        exchange.AnsweredStatus = status;
        var pending = Filter.OnResponseAsync(exchange.OpenPhase(0, Declared), default);
        exchange.ClosePhase();
        return pending.IsCompletedSuccessfully ? pending.Result : throw new InvalidOperationException("the phase did not complete at once");
    }

    /// <summary>Lets the filter see that files changed.</summary>
    public void LookAtFiles()
    {
        Time.Advance(TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(1));
    }

    public void Dispose()
    {
        Filter.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
        Folder.Dispose();
    }
}
