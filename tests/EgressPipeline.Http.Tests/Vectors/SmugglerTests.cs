using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Vectors;

/// <summary>
/// The malformed Transfer-Encoding lines of defparam/smuggler. Whatever they are, we refuse the message or see exactly
/// one framing, and what we write has no trace of the other.
/// </summary>
public sealed class SmugglerTests
{
    [Theory]
    [InlineData("Content-Length: 5\r\n")]
    [InlineData("")]
    public void Gadgets_AllOfThem_AreRefusedOrUnambiguous(string lengthLine)
    {
        var count = 0;
        foreach (var set in VectorFile.Load("http1-smuggler-te").GetProperty("gadgets").EnumerateObject())
        {
            foreach (var gadget in set.Value.EnumerateArray())
            {
                var lines = Segments.Text(VectorFile.Input(gadget, "headerLinesB64"));
                Check($"{set.Name}/{gadget.GetProperty("name").GetString()}", lines, lengthLine);
                count++;
            }
        }
        Assert.True(count > 0);
    }

    private static void Check(string name, string lines, string lengthLine)
    {
        var outcome = HeadReading.Request($"POST / HTTP/1.1\r\n{lines}Host: h\r\n{lengthLine}\r\n");
        if (outcome.Status == ParseStatus.Error)
            return;
        Assert.True(outcome.Status == ParseStatus.Done, $"{name}: {outcome.Status}");

        // Accepted: then either the one plain chunked line, or no line that anybody could take for Transfer-Encoding.
        var isChunked = outcome.Facts.Contains(" Chunked ", StringComparison.Ordinal);
        var writtenLines = outcome.Written.Split("\r\n");
        Assert.True(writtenLines.All(static l => l.All(static c => c is '\t' or >= ' ' and not '\u007f')), $"{name}: control byte");
        var suspicious = writtenLines.Count(static l =>
            l.Split(':')[0].Trim().Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase));
        Assert.True(suspicious == (isChunked ? 1 : 0), $"{name}: {outcome}");
        if (!isChunked)
            return;
        Assert.True(lengthLine.Length == 0, $"{name}: both lengths");
        Assert.Contains(writtenLines, static l => l.Replace(": ", ":", StringComparison.Ordinal).Equals("transfer-encoding:chunked", StringComparison.OrdinalIgnoreCase));
    }
}
