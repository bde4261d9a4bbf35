namespace EgressPipeline.Pipeline;

/// <summary>Which calls are gRPC's.</summary>
internal static class GrpcContent
{
    /// <summary>True of "application/grpc", alone or with a format, but not of "application/grpc-web".</summary>
    public static bool IsGrpc(ReadOnlySpan<byte> contentType)
    {
        var name = "application/grpc"u8;
        return contentType.StartsWith(name) && (contentType.Length == name.Length || contentType[name.Length] is (byte)'+' or (byte)';' or (byte)' ');
    }
}
