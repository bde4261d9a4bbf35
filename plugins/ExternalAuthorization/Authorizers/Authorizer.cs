using EgressPipeline;
using ExternalAuthorization.Protocol;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExternalAuthorization.Authorizers;

/// <summary>Asks the authorizer, bounded in time and number. Safe for concurrent use.</summary>
internal sealed class Authorizer : IDisposable
{
    private readonly ExternalAuthorizationOptions _options;
    private readonly TimeProvider _time;
    private readonly GrpcChannel _channel;
    private readonly Protocol.Authorization.AuthorizationClient _client;
    private readonly AuthorizerOutage _outage;
    private int _asking;

    public Authorizer(FilterContext<ExternalAuthorizationOptions> context)
    {
        _options = context.Options;
        _time = context.Time;
        _channel = AuthorizerChannel.Create(_options);
        _client = new Protocol.Authorization.AuthorizationClient(_channel);
        _outage = new AuthorizerOutage(_options, context.Logger);
    }

    /// <summary>Asks one question.</summary>
    /// <param name="question">What about.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<CheckOutcome> CheckAsync(CheckRequest question, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _asking) > _options.MaxConcurrent)
        {
            Interlocked.Decrement(ref _asking);
            return new CheckOutcome(null, CheckFailure.Busy);
        }
        try
        {
            var deadline = _time.GetUtcNow().UtcDateTime + _options.Timeout;
            var answer = await _client.CheckAsync(question, deadline: deadline, cancellationToken: cancellationToken);
            _outage.End();
            return new CheckOutcome(answer, CheckFailure.None);
        }
        catch (RpcException failure)
        {
            return Fail(failure.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Fail(StatusCode.DeadlineExceeded);
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    public void Dispose() => _channel.Dispose();

    private CheckOutcome Fail(StatusCode status)
    {
        _outage.Begin(status);
        return new CheckOutcome(null, status switch
        {
            StatusCode.DeadlineExceeded => CheckFailure.Timeout,
            StatusCode.Unavailable => CheckFailure.Unreachable,
            _ => CheckFailure.Status,
        });
    }
}
