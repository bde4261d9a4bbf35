using System.Text;
using CredentialInjection.Bytes;
using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>Removes signatures that the application made, with whatever keys: in headers, and in the query as presigned addresses have them.</summary>
internal static class AwsCleaning
{
    private static readonly byte[][] Headers = ["authorization"u8.ToArray(), "x-amz-date"u8.ToArray(), "x-amz-security-token"u8.ToArray(), "x-amz-content-sha256"u8.ToArray()];

    private static readonly byte[][] Parameters =
    [
        "X-Amz-Algorithm"u8.ToArray(), "X-Amz-Credential"u8.ToArray(), "X-Amz-Date"u8.ToArray(), "X-Amz-Expires"u8.ToArray(),
        "X-Amz-SignedHeaders"u8.ToArray(), "X-Amz-Signature"u8.ToArray(), "X-Amz-Security-Token"u8.ToArray(),
    ];

    public static void RemoveSignature(EgressRequest request)
    {
        foreach (var name in Headers)
            FieldNames.RemoveAlike(request.Headers, name);
        if (!IsPresigned(request.Query))
            return;
        var target = new PooledBuffer(request.Path.Length + request.Query.Length + 1);
        var query = new PooledBuffer(request.Query.Length);
        QueryRewriting.WriteSendable(request.Path, ref target);
        if (QueryRewriting.WriteWithout(request.Query, Parameters, ref query))
        {
            target.Write((byte)'?');
            target.Write(query.Written);
        }
        request.SetTarget(target.Written);
        query.Dispose();
        target.Dispose();
    }

    private static bool IsPresigned(ReadOnlySpan<byte> query)
    {
        foreach (var range in query.Split((byte)'&'))
            foreach (var name in Parameters)
                if (QueryRewriting.IsNamed(query[range], name))
                    return true;
        return false;
    }
}
