using System.Text;
using EgressPipeline.Telemetry.AccessLogs;

namespace EgressPipeline.Telemetry;

/// <summary>
/// The last refused calls, so that "why was this blocked?" is answered without a log system. Bounded in number and size;
/// safe for concurrent use. Only refusals pay for it.
/// </summary>
internal sealed class DenialLog
{
    /// <summary>Refusals that are remembered.</summary>
    public const int Capacity = 256;

    private readonly Denial[] _ring = new Denial[Capacity];
    private readonly Lock _writing = new();
    private long _count;

    /// <summary>Refusals since the start, those forgotten included.</summary>
    public long Total => Volatile.Read(ref _count);

    public void Add(in AccessRecord record)
    {
        var denial = ToDenial(record);
        lock (_writing)
            _ring[_count++ % Capacity] = denial;
    }

    /// <summary>The remembered refusals, the latest first.</summary>
    public Denial[] Latest()
    {
        lock (_writing)
        {
            var kept = (int)Math.Min(_count, Capacity);
            var latest = new Denial[kept];
            for (var i = 0; i < kept; i++)
                latest[i] = _ring[(_count - 1 - i) % Capacity];
            return latest;
        }
    }

    private static Denial ToDenial(in AccessRecord record) => new(
        new DateTimeOffset(record.StartTicks, TimeSpan.Zero),
        record.Decision,
        Text(LoggedText.WithoutUserInfo(record.Authority)) ?? Text(record.Sni) ?? record.DownstreamLocal?.ToString(),
        Text(record.Method),
        Text(record.Path),
        record.Status,
        record.OriginalDestination?.ToString(),
        record.DownstreamRemote?.ToString(),
        string.IsNullOrEmpty(record.Principal) ? null : record.Principal,
        record.Process?.Uid,
        record.Process is { Executable.Length: > 0 } process ? process.Executable : null,
        record.Rule?.Id,
        record.Rule is { Source.IsNone: false } rule ? rule.Source.ToString() : null,
        record.NearestMiss);

    private static string? Text(ReadOnlySpan<byte> value) =>
        value.IsEmpty ? null : Encoding.UTF8.GetString(value.Length > LoggedText.MaxValue ? value[..LoggedText.MaxValue] : value);
}
