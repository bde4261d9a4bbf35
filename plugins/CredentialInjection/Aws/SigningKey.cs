using System.Security.Cryptography;

namespace CredentialInjection.Aws;

/// <summary>The key that an access key gives for one day, region and service. Immutable.</summary>
internal sealed class SigningKey
{
    private readonly byte[] _key;
    private readonly byte[] _date;

    public SigningKey(AwsKeys keys, ReadOnlySpan<byte> date, ReadOnlySpan<byte> region, ReadOnlySpan<byte> service)
    {
        Keys = keys;
        _date = date.ToArray();
        byte[] secret = [.. "AWS4"u8, .. keys.SecretAccessKey];
        _key = HMACSHA256.HashData(HMACSHA256.HashData(HMACSHA256.HashData(HMACSHA256.HashData(secret, date), region), service), "aws4_request"u8);
        CryptographicOperations.ZeroMemory(secret);
    }

    public AwsKeys Keys { get; }

    public bool IsFor(AwsKeys keys, ReadOnlySpan<byte> date) => ReferenceEquals(keys, Keys) && date.SequenceEqual(_date);

    public void Sign(ReadOnlySpan<byte> text, Span<byte> signature) => HMACSHA256.HashData(_key, text, signature);
}
