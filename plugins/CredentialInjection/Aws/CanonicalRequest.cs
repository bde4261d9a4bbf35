using CredentialInjection.Bytes;

namespace CredentialInjection.Aws;

/// <summary>The text whose hash is signed: "Create a canonical request" of AWS Signature Version 4.</summary>
internal static class CanonicalRequest
{
    public static void Write(in SignableRequest request, PathForm form, in CanonicalHeaders headers, ref PooledBuffer target)
    {
        target.Write(request.Method);
        target.Write((byte)'\n');
        CanonicalPath.Write(request.Path, form, ref target);
        target.Write((byte)'\n');
        CanonicalQuery.Write(request.Query, ref target);
        target.Write((byte)'\n');
        headers.WriteLines(ref target);
        target.Write((byte)'\n');
        headers.WriteNames(ref target);
        target.Write((byte)'\n');
        target.Write(request.PayloadHash);
    }
}
