using System.Security.Cryptography;
using System.Text;
using CredentialInjection.Aws;
using CredentialInjection.Bytes;
using CredentialInjection.Options;
using CredentialInjection.Secrets;
using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>
/// Signs requests with an AWS key. Signed are the host, content-type, content-md5, the x-amz headers and those that the options name: what
/// nobody changes after this filter.
/// </summary>
internal sealed class AwsInjector : IInjector
{
    private static readonly byte[][] AlwaysSigned = ["host"u8.ToArray(), "content-type"u8.ToArray(), "content-md5"u8.ToArray()];

    private readonly MountedSecret<AwsKeys> _secret;
    private readonly TimeProvider _time;
    private readonly InjectionCounters _counters;
    private readonly AwsSigner _signer;
    private readonly byte[][] _signed;
    private readonly bool _streams;
    private readonly FilterResult _readBody;

    /// <param name="options">Validated options.</param>
    /// <param name="secret">The key; owned.</param>
    /// <param name="time">The clock.</param>
    /// <param name="counters">Counts what happens.</param>
    public AwsInjector(AwsSignatureOptions options, MountedSecret<AwsKeys> secret, TimeProvider time, InjectionCounters counters)
    {
        (_secret, _time, _counters) = (secret, time, counters);
        _signer = new AwsSigner(options.Region, options.Service, AwsServices.PathFormOf(options.Service));
        _signed = [.. AlwaysSigned, .. options.SignedHeaders.Select(name => Encoding.ASCII.GetBytes(name.ToLowerInvariant()))];
        _streams = options.Payload == PayloadSigning.Unsigned;
        _readBody = FilterResult.ReadBody(BodyAccess.Buffer(options.MaxBody, OverBound.Refuse));
    }

    public ValueTask<FilterResult> InjectAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (_secret.Current is not { } keys)
            return new(_counters.Refuse(Refusal.NoSecret));
        var payload = PayloadOf(request.Headers);
        if (payload == AwsPayload.SignedByApplication)
            return new(_counters.Refuse(Refusal.SignedByApplication));
        AwsCleaning.RemoveSignature(request);
        if (payload == AwsPayload.Held)
            return new(_readBody);
        var hash = payload switch
        {
            AwsPayload.None => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"u8,
            AwsPayload.UnsignedWithTrailer => "STREAMING-UNSIGNED-PAYLOAD-TRAILER"u8,
            _ => "UNSIGNED-PAYLOAD"u8,
        };
        return new(Sign(request, keys, hash));
    }

    /// <summary>The whole body is there: its hash is signed.</summary>
    public FilterResult OnBody(EgressBody body)
    {
        if (_secret.Current is not { } keys)
            return _counters.Refuse(Refusal.NoSecret);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[SHA256.HashSizeInBytes * 2];
        SHA256.HashData(body.Bytes, hash);
        Convert.TryToHexStringLower(hash, text, out _);
        return Sign(body.Request, keys, text);
    }

    public void Dispose() => _secret.Dispose();

    private AwsPayload PayloadOf(EgressHeaders headers)
    {
        if (headers.TryGet("x-amz-content-sha256"u8, out var claimed) && claimed.StartsWith("STREAMING-"u8))
            return _streams && claimed.SequenceEqual("STREAMING-UNSIGNED-PAYLOAD-TRAILER"u8) ? AwsPayload.UnsignedWithTrailer : AwsPayload.SignedByApplication;
        if (_streams)
            return AwsPayload.Unsigned;
        var hasBody = headers.Contains("transfer-encoding"u8) || (headers.TryGet("content-length"u8, out var length) && length.ContainsAnyExcept((byte)'0'));
        return hasBody ? AwsPayload.Held : AwsPayload.None;
    }

    private FilterResult Sign(EgressRequest request, AwsKeys keys, ReadOnlySpan<byte> payloadHash)
    {
        var headers = request.Headers;
        var time = _signer.At(_time.GetUtcNow());
        var fits = headers.TrySet("x-amz-date"u8, time.Text) && headers.TrySet("x-amz-content-sha256"u8, payloadHash) &&
            (keys.SessionToken.Length == 0 || headers.TrySet("x-amz-security-token"u8, keys.SessionToken));
        if (!fits)
            return _counters.Refuse(Refusal.NoRoom);
        var authorization = new PooledBuffer(512);
        WriteAuthorization(request, (keys, time), payloadHash, ref authorization);
        fits = headers.TrySet("authorization"u8, authorization.Written);
        authorization.Dispose();
        if (!fits)
            return _counters.Refuse(Refusal.NoRoom);
        request.State<InjectionState>().Sent = keys.Credential;
        _counters.Injected.Increment();
        return FilterResult.Continue;
    }

    private void WriteAuthorization(EgressRequest request, (AwsKeys, SigningTime) identity, ReadOnlySpan<byte> payloadHash, ref PooledBuffer target)
    {
        var headers = request.Headers;
        var canonical = new CanonicalHeaders(headers.Count);
        for (var i = 0; i < headers.Count; i++)
            if (IsSigned(headers.NameAt(i)))
                canonical.Add(headers.NameAt(i), headers.ValueAt(i));
        var signable = new SignableRequest { Method = request.Method, Path = request.Path, Query = request.Query, PayloadHash = payloadHash };
        _signer.WriteAuthorization(signable, canonical, identity, ref target);
        canonical.Dispose();
    }

    private bool IsSigned(ReadOnlySpan<byte> name)
    {
        if (name.Length > 6 && Ascii.EqualsIgnoreCase(name[..6], "x-amz-"u8))
            return true;
        foreach (var one in _signed)
            if (Ascii.EqualsIgnoreCase(name, one))
                return true;
        return false;
    }
}
