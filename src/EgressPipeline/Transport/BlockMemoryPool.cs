using System.Buffers;
using System.Collections.Concurrent;

namespace EgressPipeline.Transport;

/// <summary>
/// The pool Kestrel's HTTP servers rent their scratch blocks from. They ask for "any size" and count on a whole block;
/// the framework's shared pool answers that with an empty one, on which small writes fail.
/// </summary>
/// <remarks>Thread-safe. Keeps at most <see cref="MaxIdleBlocks"/> blocks; a block disposed twice would be a bug of the server.</remarks>
internal sealed class BlockMemoryPool : MemoryPool<byte>
{
    private const int BlockBytes = 4096;
    private const int MaxIdleBlocks = 1024;

    private readonly ConcurrentQueue<Block> _idle = new();
    private int _idleCount;

    public static new BlockMemoryPool Shared { get; } = new();

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_idle.TryDequeue(out var block))
            return new Block(this);
        Interlocked.Decrement(ref _idleCount);
        return block;
    }

    protected override void Dispose(bool disposing)
    {
        // Shared by all connections for the life of the process.
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _idleCount) <= MaxIdleBlocks)
            _idle.Enqueue(block);
        else
            Interlocked.Decrement(ref _idleCount);
    }

    private sealed class Block(BlockMemoryPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockBytes);

        public void Dispose() => pool.Return(this);
    }
}
