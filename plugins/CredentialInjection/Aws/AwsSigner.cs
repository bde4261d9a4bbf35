using System.Security.Cryptography;
using System.Text;
using CredentialInjection.Bytes;

namespace CredentialInjection.Aws;

/// <summary>
/// Signs requests to one service of one region with AWS Signature Version 4, in the Authorization header. Safe for concurrent
/// use: the key of the day is the only thing kept.
/// </summary>
internal sealed class AwsSigner
{
    private readonly byte[] _region;
    private readonly byte[] _service;
    private readonly PathForm _form;
    private volatile SigningKey? _key;
    private volatile SigningTime? _time;

    public AwsSigner(string region, string service, PathForm form)
    {
        _region = Encoding.ASCII.GetBytes(region);
        _service = Encoding.ASCII.GetBytes(service);
        _form = form;
    }

    /// <summary>The moment as signatures spell it; calls of one second share it.</summary>
    public SigningTime At(DateTimeOffset now)
    {
        var time = _time;
        if (time is null || time.Second != SigningTime.Truncated(now))
            _time = time = new SigningTime(now);
        return time;
    }

    /// <summary>Appends the value of the Authorization header.</summary>
    /// <param name="request">What is signed.</param>
    /// <param name="headers">The headers that are signed, <c>host</c> and <c>x-amz-date</c> among them; gets sorted.</param>
    /// <param name="identity">Whose signature, and when.</param>
    /// <param name="target">Where to.</param>
    public void WriteAuthorization(in SignableRequest request, in CanonicalHeaders headers, (AwsKeys Keys, SigningTime Time) identity, ref PooledBuffer target)
    {
        headers.Sort();
        Span<byte> signature = stackalloc byte[SHA256.HashSizeInBytes];
        Sign(request, headers, identity, signature);
        target.Write("AWS4-HMAC-SHA256 Credential="u8);
        target.Write(identity.Keys.AccessKeyId);
        target.Write((byte)'/');
        WriteScope(identity.Time, ref target);
        target.Write(", SignedHeaders="u8);
        headers.WriteNames(ref target);
        target.Write(", Signature="u8);
        target.WriteHex(signature);
    }

    /// <summary>Appends the canonical request of sorted headers.</summary>
    public void WriteCanonicalRequest(in SignableRequest request, in CanonicalHeaders headers, ref PooledBuffer target) =>
        CanonicalRequest.Write(request, _form, headers, ref target);

    /// <summary>Appends the text that is signed, for a canonical request.</summary>
    public void WriteStringToSign(ReadOnlySpan<byte> canonicalRequest, SigningTime time, ref PooledBuffer target)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonicalRequest, hash);
        target.Write("AWS4-HMAC-SHA256\n"u8);
        target.Write(time.Text);
        target.Write((byte)'\n');
        WriteScope(time, ref target);
        target.Write((byte)'\n');
        target.WriteHex(hash);
    }

    private void Sign(in SignableRequest request, in CanonicalHeaders headers, (AwsKeys Keys, SigningTime Time) identity, Span<byte> signature)
    {
        var canonical = new PooledBuffer(2048);
        var text = new PooledBuffer(256);
        WriteCanonicalRequest(request, headers, ref canonical);
        WriteStringToSign(canonical.Written, identity.Time, ref text);
        KeyFor(identity.Keys, identity.Time).Sign(text.Written, signature);
        text.Dispose();
        canonical.Dispose();
    }

    private void WriteScope(SigningTime time, ref PooledBuffer target)
    {
        target.Write(time.Date);
        target.Write((byte)'/');
        target.Write(_region);
        target.Write((byte)'/');
        target.Write(_service);
        target.Write("/aws4_request"u8);
    }

    private SigningKey KeyFor(AwsKeys keys, SigningTime time)
    {
        var key = _key;
        if (key is null || !key.IsFor(keys, time.Date))
            _key = key = new SigningKey(keys, time.Date, _region, _service);
        return key;
    }
}
