namespace EgressPipeline.Transport;

/// <summary>
/// A pipe end over a connection that tells a failure from an orderly end: both complete reads and flushes, but only the
/// orderly one may be passed on as such.
/// </summary>
internal interface IFailingPipe
{
    /// <summary>True once the connection was reset, aborted or broke its protocol.</summary>
    bool HasFailed { get; }
}
