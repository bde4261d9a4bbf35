using System.Net;
using System.Text;

namespace EgressPipeline.TestKit.Tests.Recipes;

public sealed class AskOptions
{
    [Option("Address that is asked; the path of the call is added.")]
    public required string Address { get; init; }
}

/// <summary>Asks another service whether a call may go on.</summary>
[EgressFilter("ask", "1.0.0", Capabilities = FilterCapabilities.MayDeny | FilterCapabilities.CallsNetwork, DeadlineMilliseconds = 500)]
public sealed class AskFilter(FilterContext<AskOptions> context) : IRequestFilter, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) });

    public async ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var question = context.Options.Address + Encoding.ASCII.GetString(request.Path); // before the await: spans do not outlive it
        using var answer = await _client.GetAsync(question, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK ? FilterResult.Continue : FilterResult.Deny($"the answer was {(int)answer.StatusCode}");
    }

    // An exception, or no answer within the deadline, is a failure of the filter: the call is refused unless the binding says failureMode: open.
    public void Dispose() => _client.Dispose();
}
