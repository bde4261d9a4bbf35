namespace EgressPipeline.Policy.Comparison.Text.Forms;

/// <summary>The raw value of a query parameter: the bytes of a request target without the ampersand; possibly empty.</summary>
internal sealed class QueryValueForm : TextForm
{
    private static readonly ByteSet Allowed = ByteSet.Range((byte)'!', (byte)'~').Without((byte)'#').Without((byte)'&');

    /// <summary>True when a request can carry a parameter of this name.</summary>
    public static bool IsName(string name)
    {
        foreach (var c in name)
            if (c > '~' || c == '=' || !Allowed.Contains((byte)c))
                return false;
        return true;
    }

    public override int Next(int state, byte value) => Allowed.Contains(value) ? 0 : Dead;

    public override bool Accepts(int state) => true;
}
