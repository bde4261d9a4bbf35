namespace EgressPipeline.Tests.Telemetry;

/// <summary>An output that can be blocked or broken, and remembers what was written.</summary>
internal sealed class HeldStream : Stream
{
    private readonly MemoryStream _written = new();
    private readonly ManualResetEventSlim _open = new(true);

    /// <summary>Every write fails with this when set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Set when a write has begun.</summary>
    public ManualResetEventSlim Entered { get; } = new();

    public int Writes { get; private set; }

    public string Text
    {
        get
        {
            lock (_written)
                return System.Text.Encoding.UTF8.GetString(_written.ToArray());
        }
    }

    public void Hold() => _open.Reset();

    public void Release() => _open.Set();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Entered.Set();
        Assert.True(_open.Wait(TimeSpan.FromSeconds(20)));
        if (Failure is not null)
            throw Failure;
        Writes++;
        lock (_written)
            _written.Write(buffer, offset, count);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _written.Length;
    public override long Position { get => 0; set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
