using System.Globalization;

namespace EgressPipeline.Hosting;

/// <summary>
/// Sets how the runtime's sockets use threads. The runtime reads these once, when the first socket is made, so this comes
/// before everything else. A completion that runs on the event loop itself instead of hopping to the thread pool is worth
/// a factor of two in CPU per call.
/// </summary>
internal static class SocketEngine
{
    private const string ThreadCount = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Applies the settings; what an operator set in the environment stays.</summary>
    /// <param name="concurrency">Event-loop threads.</param>
    public static void Configure(int concurrency)
    {
        SetDefault(InlineCompletions, "1");
        SetDefault(ThreadCount, concurrency.ToString(CultureInfo.InvariantCulture));
    }

    private static void SetDefault(string name, string value)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
            Environment.SetEnvironmentVariable(name, value);
    }
}
