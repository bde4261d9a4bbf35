using System.Net;
using System.Text.Json;

namespace EgressPipeline.Host.Recorded;

/// <summary>Asks a running sidecar for the calls that it refused last.</summary>
internal static class AdminReader
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds the refusals that the sidecar remembers.</summary>
    /// <returns>Why it cannot be asked, or null.</returns>
    public static async Task<string?> ReadAsync(IPEndPoint admin, RecordedCalls calls, CancellationToken cancellationToken)
    {
        try
        {
            // Straight to the sidecar: a proxy that the environment names would be the sidecar itself.
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout };
            using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri($"http://{admin}/decisions"), cancellationToken));
            // The latest comes first; suggestions are in the order of the calls.
            foreach (var entry in answer.RootElement.GetProperty("latest").EnumerateArray().Reverse())
                calls.Add(RecordReader.Refusal(entry));
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or TaskCanceledException)
        {
            return $"the admin API at {admin} does not tell its refusals: {e.Message}";
        }
    }
}
