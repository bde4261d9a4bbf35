using EgressPipeline.Policy.Comparison.Text.Forms;

namespace EgressPipeline.Policy.Comparison.Text.Callers;

/// <summary>A principal: nothing (no identity), or a trust domain and path segments, none of them empty.</summary>
internal sealed class CallerForm : TextForm
{
    public static readonly ByteSet InSegment = ByteSet.Range((byte)'!', (byte)'~').Without((byte)'/');

    private const int Inside = 1;
    private const int AfterSlash = 2;

    public override int Next(int state, byte value)
    {
        if (InSegment.Contains(value))
            return Inside;
        return value == (byte)'/' && state == Inside ? AfterSlash : Dead;
    }

    public override bool Accepts(int state) => state != AfterSlash;

    /// <summary>Makes a whole principal of its beginning: an example that looks like a workload.</summary>
    public static string Complete(string beginning)
    {
        const string usual = "cluster.local/ns/default/sa/default";
        if (usual.StartsWith(beginning, StringComparison.Ordinal))
            return usual;
        var parts = beginning.Split('/');
        return parts.Length switch
        {
            1 => beginning + "/ns/default/sa/default",
            2 => parts[0] + "/ns/default/sa/default",
            3 => beginning + (parts[2].Length == 0 ? "default" : "") + "/sa/default",
            4 => parts[0] + "/ns/" + parts[2] + "/sa/default",
            _ => beginning + (parts[4].Length == 0 ? "default" : ""),
        };
    }
}
