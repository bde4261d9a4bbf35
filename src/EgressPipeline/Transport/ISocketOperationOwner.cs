namespace EgressPipeline.Transport;

/// <summary>Receives the end of the <see cref="SocketOperation"/>s it started.</summary>
internal interface ISocketOperationOwner
{
    /// <summary>Called on the socket event loop (or, after an abort, on any thread). Must not throw: it would end the loop.</summary>
    void OnOperationCompleted(SocketOperation operation);
}
