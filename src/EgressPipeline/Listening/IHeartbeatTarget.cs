namespace EgressPipeline.Listening;

/// <summary>Something with a deadline that is checked now and then instead of by a timer of its own.</summary>
internal interface IHeartbeatTarget
{
    /// <summary>
    /// Called about every 100 ms on a timer thread; also once late after it was unregistered. Must be short, must not
    /// block and must not throw.
    /// </summary>
    /// <param name="nowMilliseconds">The heartbeat's clock, as <see cref="Heartbeat.NowMilliseconds"/>.</param>
    void OnHeartbeat(long nowMilliseconds);
}
