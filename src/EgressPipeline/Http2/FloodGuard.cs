using EgressPipeline.Http.Http2;

namespace EgressPipeline.Http2;

/// <summary>
/// Counts frames that cost the sender nothing and bring nobody anything. Those that belong to honest traffic, however
/// fast it is, are paid for by frames that carry something. Used under the connection's lock.
/// </summary>
internal sealed class FloodGuard(Http2Options options)
{
    private const int UpdatesPerUsefulFrame = 10;

    private long _periodEnds;
    private int _resets;
    private int _pings;
    private int _settings;
    private int _empty;
    private int _updates;

    /// <summary>A frame with a request or data came or went.</summary>
    public void Useful()
    {
        _pings = Math.Max(0, _pings - 1);
        _updates = Math.Max(0, _updates - UpdatesPerUsefulFrame);
    }

    public Http2Violation Reset() => ++_resets > options.MaxResets ? Http2Violation.ResetFlood : Http2Violation.None;

    public Http2Violation Ping() => ++_pings > options.MaxPings ? Http2Violation.PingFlood : Http2Violation.None;

    public Http2Violation Settings() => ++_settings > options.MaxSettings ? Http2Violation.SettingsFlood : Http2Violation.None;

    public Http2Violation Empty() => ++_empty > options.MaxEmptyFrames ? Http2Violation.EmptyFrameFlood : Http2Violation.None;

    public Http2Violation Update() => ++_updates > options.MaxWindowUpdates ? Http2Violation.WindowUpdateFlood : Http2Violation.None;

    /// <summary>Starts counting anew when a period is over.</summary>
    public void OnHeartbeat(long nowMilliseconds)
    {
        if (nowMilliseconds < _periodEnds)
            return;
        var isFirst = _periodEnds == 0; // what came before it belongs to the first period
        _periodEnds = nowMilliseconds + options.FloodPeriod;
        if (!isFirst)
            _resets = _pings = _settings = _empty = _updates = 0;
    }
}
