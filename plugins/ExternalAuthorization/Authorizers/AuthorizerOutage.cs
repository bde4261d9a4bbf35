using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ExternalAuthorization.Authorizers;

/// <summary>Says once when the authorizer stops answering and once when it answers again. Safe for concurrent use.</summary>
internal sealed partial class AuthorizerOutage(ExternalAuthorizationOptions options, ILogger logger)
{
    private readonly ILogger _logger = logger;
    private int _isOut;

    // The status, not its detail: that is the other side's text.
    public void Begin(StatusCode status)
    {
        if (Interlocked.Exchange(ref _isOut, 1) == 0)
            LogBegun(options.Server, status, options.Unavailable);
    }

    public void End()
    {
        if (Volatile.Read(ref _isOut) != 0 && Interlocked.Exchange(ref _isOut, 0) != 0)
            LogOver(options.Server);
    }

    [LoggerMessage(1, LogLevel.Warning, "'{Server}' gives no answer ({Status}); calls about which there is none are '{Mode}'")]
    private partial void LogBegun(string server, StatusCode status, UnavailableMode mode);

    [LoggerMessage(2, LogLevel.Information, "'{Server}' answers again")]
    private partial void LogOver(string server);
}
