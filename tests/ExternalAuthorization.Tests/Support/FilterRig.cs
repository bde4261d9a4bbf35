using EgressPipeline;
using EgressPipeline.TestKit;
using ExternalAuthorization.Protocol;

namespace ExternalAuthorization.Tests.Support;

/// <summary>The filter between a call in memory and a real authorizer.</summary>
internal sealed class FilterRig : IDisposable
{
    private static readonly FilterCapabilities Declared =
        ((EgressFilterAttribute)Attribute.GetCustomAttribute(typeof(ExternalAuthorizationFilter), typeof(EgressFilterAttribute))!).Capabilities;

    private readonly ExternalAuthorizationFilter _filter;

    public FilterRig(ExternalAuthorizationOptions options)
    {
        var problems = new OptionProblems();
        options.Validate(problems);
        Assert.Empty(problems.Items);
        _filter = new ExternalAuthorizationFilter(new FilterContext<ExternalAuthorizationOptions>
        {
            FilterName = "external-authorization",
            Binding = "default/authz",
            Logger = Log,
            Metrics = Metrics,
            Time = TimeProvider.System,
            Stopping = default,
            Options = options,
        });
    }

    public CollectedLog Log { get; } = new();
    public CollectedMetrics Metrics { get; } = new();

    /// <summary>Options for an authorizer on this machine that have time on a busy one.</summary>
    public static ExternalAuthorizationOptions Options(AuthorizationServer server) => new() { Server = $"http://127.0.0.1:{server.Port}", Timeout = TimeSpan.FromSeconds(9) };

    /// <summary>One answer and one call: what the filter decides, and what it asked.</summary>
    public static async Task<(FilterResult Result, CheckRequest Question)> JudgeAsync(MemoryExchange call, CheckResponse answer)
    {
        await using var server = await AuthorizationServer.StartAsync(_ => answer);
        using var rig = new FilterRig(Options(server));
        return (await rig.RequestAsync(call), server.Question);
    }

    public async Task<FilterResult> RequestAsync(MemoryExchange call, CancellationToken cancellation = default)
    {
        try
        {
            return await _filter.OnRequestAsync(call.OpenPhase(0, Declared), cancellation).AsTask().Within("the request phase");
        }
        finally
        {
            call.ClosePhase();
        }
    }

    /// <summary>The body phase, with all or the beginning of a body.</summary>
    public async Task<FilterResult> BodyAsync(MemoryExchange call, byte[] bytes, bool isLast)
    {
        var piece = new ShownBody(bytes, isLast, call.OpenPhase(0, Declared));
        try
        {
            return await _filter.OnRequestBodyAsync(piece.OpenPhase(0, Declared), default).AsTask().Within("the body phase");
        }
        finally
        {
            piece.ClosePhase();
            call.ClosePhase();
        }
    }

    public async Task<FilterResult> ResponseAsync(MemoryExchange call)
    {
        call.AnsweredStatus = 200;
        var result = await _filter.OnResponseAsync(call.OpenPhase(0, Declared), default);
        call.ClosePhase();
        return result;
    }

    public void Dispose() => _filter.Dispose();

    private sealed class ShownBody(byte[] bytes, bool isLast, EgressRequest request) : EgressBodyPiece
    {
        public override ReadOnlySpan<byte> Bytes => bytes;
        public override bool IsLast => isLast;
        public override long Offset => 0;
        public override EgressRequest? Request => request;

        public override T State<T>() => request.State<T>();

        public override Span<byte> GetSpan(int sizeHint) => throw new FilterContractException(FilterFault.Capability, "not for changing");

        public override void Advance(int count) => throw new FilterContractException(FilterFault.Capability, "not for changing");
    }
}
