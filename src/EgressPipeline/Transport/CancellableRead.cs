using System.IO.Pipelines;

namespace EgressPipeline.Transport;

/// <summary>A read with a token, by way of <see cref="PipeReader.CancelPendingRead"/>: the operation below stays in flight for the next read.</summary>
internal static class CancellableRead
{
    public static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReadResult result;
        using (cancellationToken.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader))
            result = await reader.ReadAsync(CancellationToken.None);
        if (result.IsCanceled)
            cancellationToken.ThrowIfCancellationRequested();
        return result;
    }
}
