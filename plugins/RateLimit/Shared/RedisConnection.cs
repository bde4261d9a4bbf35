using EgressPipeline;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RateLimit.Shared;

/// <summary>
/// The connection to the server, made in the background: the sidecar starts, and calls are judged, whether it is there or not.
/// </summary>
internal sealed partial class RedisConnection : IAsyncDisposable
{
    private readonly ILogger _logger;
    private readonly Task<ConnectionMultiplexer?> _connecting;

    public RedisConnection(RedisOptions options, ILogger logger)
    {
        _logger = logger;
        _connecting = ConnectAsync(options);
    }

    /// <summary>The database, or null while the server is out of reach.</summary>
    public IDatabase? Database =>
        _connecting is { IsCompletedSuccessfully: true, Result: { IsConnected: true } multiplexer } ? multiplexer.GetDatabase() : null;

    public async ValueTask DisposeAsync()
    {
        if (await _connecting is { } multiplexer)
            await multiplexer.DisposeAsync();
    }

    private async Task<ConnectionMultiplexer?> ConnectAsync(RedisOptions options)
    {
        try
        {
            var configuration = new ConfigurationOptions
            {
                EndPoints = { options.Endpoint },
                Ssl = options.Tls,
                User = options.User,
                Password = options.PasswordFile is { } file ? (await File.ReadAllTextAsync(file)).TrimEnd('\r', '\n') : null,
                AbortOnConnectFail = false, // goes on trying
                ConnectTimeout = 2000,
                AsyncTimeout = 1000,
                BacklogPolicy = BacklogPolicy.FailFast, // a call does not wait for a server that is gone
                ClientName = "egress-rate-limit",
            };
            return await ConnectionMultiplexer.ConnectAsync(configuration);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RedisException or ArgumentException)
        {
            LogNeverConnected(options.Endpoint, e.Message);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "limits are not shared: '{Endpoint}' cannot be used until the binding changes: {Reason}")]
    private partial void LogNeverConnected(string endpoint, string reason);
}
