using System.Buffers.Text;
using System.Buffers;
using CredentialInjection.Bytes;
using CredentialInjection.Injection;

namespace CredentialInjection.Secrets;

/// <summary>Makes credentials of file contents and checks that they can be sent.</summary>
internal static class SecretText
{
    /// <summary>Longest credential that is put into a head, in bytes: what common servers still accept.</summary>
    public const int MaxBytes = 8 * 1024;

    private const string NotSendable = "it has line breaks, control characters or other characters that no header carries (a file of another kind?)";
    private static readonly SearchValues<byte> Visible = SearchValues.Create(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>For a header: the prefix and the secret.</summary>
    public static Derived<Credential> ForHeader(ReadOnlySpan<byte> prefix, byte[] secret)
    {
        if (FlawOf(secret) is { } flaw)
            return Derived<Credential>.Bad(flaw);
        return new Credential([.. prefix, .. secret], secret);
    }

    /// <summary>For a query parameter: percent-encoded.</summary>
    public static Derived<Credential> ForQuery(byte[] secret)
    {
        if (FlawOf(secret) is { } flaw)
            return Derived<Credential>.Bad(flaw);
        var encoded = new PooledBuffer(secret.Length * 3);
        encoded.WriteEscaped(secret);
        var value = encoded.Written.ToArray();
        encoded.Dispose();
        // Servers that repeat a target write it as it came, decoded, or encoded in their own way.
        return new Credential(value, secret, value, WithSmallDigits(value));
    }

    /// <summary>For Basic (RFC 7617), whose parts are UTF-8.</summary>
    public static Derived<Credential> ForBasic(ReadOnlySpan<byte> user, byte[] password)
    {
        if (user.Contains((byte)':'))
            return Derived<Credential>.Bad("the user name of Basic must not contain a colon");
        if (user.Length + password.Length > MaxBytes / 2)
            return Derived<Credential>.Bad($"it is longer than {MaxBytes / 2} bytes");
        if (user.ContainsAnyInRange((byte)0, (byte)31) || password.AsSpan().ContainsAnyInRange((byte)0, (byte)31))
            return Derived<Credential>.Bad(NotSendable);
        byte[] pair = [.. user, (byte)':', .. password];
        var encoded = new byte[Base64.GetMaxEncodedToUtf8Length(pair.Length)];
        Base64.EncodeToUtf8(pair, encoded, out _, out _);
        return new Credential([.. "Basic "u8, .. encoded], encoded, password);
    }

    /// <summary>Why a text cannot be sent in a head, or null.</summary>
    public static string? FlawOf(ReadOnlySpan<byte> secret)
    {
        if (secret.Length > MaxBytes)
            return $"it is longer than {MaxBytes} bytes";
        return secret.ContainsAnyExcept(Visible) ? NotSendable : null;
    }

    private static byte[] WithSmallDigits(byte[] encoded)
    {
        var small = encoded.ToArray();
        for (var i = 0; i < small.Length; i++)
            if (small[i] == '%')
                for (var end = i + 2; i < end; i++)
                    small[i + 1] = (byte)char.ToLowerInvariant((char)small[i + 1]);
        return small;
    }
}
