using System.Globalization;
using System.Text;

namespace CredentialInjection.Aws;

/// <summary>A second of UTC as signatures spell it. Immutable.</summary>
internal sealed class SigningTime
{
    private readonly byte[] _text;

    public SigningTime(DateTimeOffset at)
    {
        Second = Truncated(at);
        _text = Encoding.ASCII.GetBytes(Second.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
    }

    public DateTimeOffset Second { get; }

    /// <summary><c>20150830T123600Z</c>.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary><c>20150830</c>.</summary>
    public ReadOnlySpan<byte> Date => _text.AsSpan(0, 8);

    public static DateTimeOffset Truncated(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
