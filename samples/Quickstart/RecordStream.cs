using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Quickstart;

/// <summary>Takes the sidecar's access records, one JSON object a line, and hands them out one by one.</summary>
internal sealed class RecordStream : Stream
{
    private readonly BlockingCollection<JsonElement> _records = [];
    private readonly MemoryStream _line = new();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The next record, or null when none comes within two seconds.</summary>
    public JsonElement? Next() => _records.TryTake(out var record, TimeSpan.FromSeconds(2)) ? record : null;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        foreach (var value in buffer)
        {
            if (value != '\n')
            {
                _line.WriteByte(value);
                continue;
            }
            _records.Add(JsonDocument.Parse(Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length)).RootElement);
            _line.SetLength(0);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
