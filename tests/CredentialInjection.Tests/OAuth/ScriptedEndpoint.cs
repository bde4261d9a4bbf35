using System.Text;
using System.Threading.Channels;
using CredentialInjection.Injection;
using CredentialInjection.OAuth;
using EgressPipeline.TestKit;

namespace CredentialInjection.Tests.OAuth;

/// <summary>A token endpoint that the test answers by hand, call by call.</summary>
internal sealed class ScriptedEndpoint : ITokenEndpoint
{
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();
    private int _count;

    /// <summary>Calls so far.</summary>
    public int Count => Volatile.Read(ref _count);

    public Task<TokenFetch> FetchAsync(ClientCredentials client, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        var call = new Call(client);
        _calls.Writer.TryWrite(call);
        return call.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The next call, which is still waiting for its answer.</summary>
    public Task<Call> NextAsync() => _calls.Reader.ReadAsync().AsTask().Within("a call of the token endpoint");

    /// <summary>One call.</summary>
    internal sealed record Call(ClientCredentials Client)
    {
        public TaskCompletionSource<TokenFetch> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Grant(string token, double? seconds) => Answer.SetResult(TokenFetch.Good(new AccessToken
        {
            Credential = new Credential(Encoding.ASCII.GetBytes(token)),
            Lifetime = seconds is { } known ? TimeSpan.FromSeconds(known) : null,
        }));

        public void Fail(string problem = "status 500", double retryAfter = 0) => Answer.SetResult(TokenFetch.Bad(problem, TimeSpan.FromSeconds(retryAfter)));
    }
}
