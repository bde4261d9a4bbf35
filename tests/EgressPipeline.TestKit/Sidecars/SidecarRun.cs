using EgressPipeline.Hosting;

namespace EgressPipeline.TestKit;

/// <summary>What stands around one sidecar of a test, and ends with it.</summary>
internal sealed class SidecarRun : IAsyncDisposable
{
    private readonly StringWriter _log = new();

    public SidecarRun(TimeProvider time)
    {
        Writer = TextWriter.Synchronized(_log);
        Outputs = new SidecarOutputs(Records, Writer, time);
    }

    public TempFolder Folder { get; } = new();

    public SimpleHttpServer Service { get; } = SimpleHttpServer.Start();

    public RecordStream Records { get; } = new();

    public SidecarOutputs Outputs { get; }

    /// <summary>The log so far.</summary>
    public string Log
    {
        get
        {
            lock (Writer) // as the synchronised writer does
                return _log.ToString();
        }
    }

    private TextWriter Writer { get; }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Folder.Dispose();
    }
}
