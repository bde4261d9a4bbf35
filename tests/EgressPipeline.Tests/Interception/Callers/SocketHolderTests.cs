using EgressPipeline.Interception.Callers;
using EgressPipeline.Tests.Transport;

namespace EgressPipeline.Tests.Interception.Callers;

/// <summary>Over a folder that looks like /proc, so that no other test's sockets come between.</summary>
public sealed class SocketHolderTests : IDisposable
{
    private const int Process = 77;
    private const int Connections = 32;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("holder");
    private readonly SocketHolder _holder;
    private uint _inode = 1000;

    public SocketHolderTests()
    {
        _root.CreateSubdirectory($"{Process}/fd");
        _holder = new SocketHolder(_root.FullName);
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Find_CallerWithManyConnections_LooksAtTheNumberThatBecameFree()
    {
        var open = await OpenAsync();
        for (var number = Connections - 1; number >= 0; number -= 5)
        {
            await open[number].DisposeAsync();
            var before = _holder.Looks;

            open[number] = await CallAsync(number);

            Assert.Equal(1, _holder.Looks - before);
        }
        await CloseAsync(open);
    }

    [Fact]
    public async Task Find_EndOfTheLastConnectionNotSeenYet_IsFoundAllTheSame()
    {
        var open = await OpenAsync();
        var before = _holder.Looks;

        await using (await CallAsync(7))
            Assert.InRange(_holder.Looks - before, 1, Connections);

        await CloseAsync(open);
    }

    [Fact]
    public async Task Find_NumbersThatAreUsedForOtherThings_AreForgotten()
    {
        for (var number = 0; number < 20; number++)
        {
            await (await CallAsync(number)).DisposeAsync();
            File.Delete(PathOf(number)); // the next one comes by another number, as if this one had become a file
        }
        var before = _holder.Looks;

        await (await CallAsync(19)).DisposeAsync();

        Assert.InRange(_holder.Looks - before, 1, 12);
    }

    private async Task<List<SocketPair>> OpenAsync()
    {
        var open = new List<SocketPair>();
        for (var number = 0; number < Connections; number++)
            open.Add(await CallAsync(number));
        return open;
    }

    private static async Task CloseAsync(List<SocketPair> open)
    {
        foreach (var pair in open)
            await pair.DisposeAsync();
    }

    /// <summary>A call by a descriptor of the process, whose process is found.</summary>
    private async Task<SocketPair> CallAsync(int number)
    {
        var pair = await SocketPair.ConnectAsync();
        File.Delete(PathOf(number));
        File.CreateSymbolicLink(PathOf(number), $"socket:[{++_inode}]");
        Assert.Equal(Process, _holder.Find(_inode, pair.Connection));
        return pair;
    }

    private string PathOf(int number) => Path.Combine(_root.FullName, $"{Process}/fd/{number}");
}
