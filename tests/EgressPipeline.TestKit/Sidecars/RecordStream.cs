using System.Text;
using System.Threading.Channels;

namespace EgressPipeline.TestKit;

/// <summary>Takes a sidecar's access records, one JSON object a line, and hands them out in their order.</summary>
internal sealed class RecordStream : Stream
{
    private readonly Channel<CallRecord> _records = Channel.CreateUnbounded<CallRecord>();
    private readonly MemoryStream _line = new();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public Task<CallRecord> NextAsync() => _records.Reader.ReadAsync().AsTask().Within("the record of a call");

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.IndexOf((byte)'\n') is >= 0 and var end)
        {
            _line.Write(buffer[..end]);
            _records.Writer.TryWrite(new CallRecord(Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length)));
            _line.SetLength(0);
            buffer = buffer[(end + 1)..];
        }
        _line.Write(buffer);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
