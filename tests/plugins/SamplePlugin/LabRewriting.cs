using EgressPipeline;

namespace SamplePlugin;

/// <summary>
/// Makes capitals piece by piece; the last byte of a piece waits for the next one. At the end of the body there are so many bytes more, or
/// fewer, than came. <c>forbidden</c> is refused here, too.
/// </summary>
internal sealed class LabRewriting
{
    /// <summary>Bytes too many; negative for too few.</summary>
    public int Extra { get; set; }

    public List<byte> Held { get; } = [];

    public FilterResult Apply(EgressBody body)
    {
        if (body.Bytes.IndexOf("forbidden"u8) >= 0)
            return FilterResult.Deny("forbidden content");
        Held.AddRange(body.Bytes);
        if (Held.Count == 0)
            return FilterResult.Continue;
        var ready = Held.ConvertAll(value => value is >= (byte)'a' and <= (byte)'z' ? (byte)(value - 32) : value);
        Held.Clear();
        if (!body.IsLast)
        {
            Held.Add(ready[^1]);
            ready.RemoveAt(ready.Count - 1);
        }
        else if (Extra > 0)
            ready.AddRange(new byte[Extra]);
        else if (Extra < 0)
            ready.RemoveRange(0, Math.Min(-Extra, ready.Count));
        body.Drop();
        body.Write(ready.ToArray());
        return FilterResult.Continue;
    }
}
