using System.Buffers;

namespace EgressPipeline.Http;

/// <content>Writing: neighbouring lines that lie one behind the other in the buffer are copied as one block.</content>
public abstract partial class HttpHead
{
    // The start line of a response may gain the space that its sender left out, and the blank line is not part of _used.
    private const int WriteSlack = 16;

    /// <summary>Writes start line, header lines and the blank line into one span of <paramref name="output"/>.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        // Nothing in the buffer is written twice, so its used part bounds what is written.
        var target = output.GetSpan(_used + WriteSlack);
        var blocks = new BlockCopy(_buffer, target);
        WriteStartLine(ref blocks);
        foreach (ref readonly var field in _fields.AsSpan(0, _count))
        {
            if (field.LineEnd != 0)
            {
                blocks.Add(field.NameStart, field.LineEnd);
                continue;
            }
            blocks.Add(field.NameStart, field.NameStart + field.NameLength);
            blocks.AddText(": "u8);
            blocks.Add(field.ValueStart, field.ValueStart + field.ValueLength);
            blocks.AddText("\r\n"u8);
        }
        blocks.AddText("\r\n"u8);
        output.Advance(blocks.Written);
    }

    private protected abstract void WriteStartLine(ref BlockCopy blocks);
}
