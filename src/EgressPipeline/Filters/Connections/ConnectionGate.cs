using System.Buffers;
using System.IO.Pipelines;
using EgressPipeline.Hosting;

namespace EgressPipeline.Filters.Connections;

/// <summary>Lets connection filters judge connections. Costs nothing where none is bound.</summary>
internal static class ConnectionGate
{
    private const int MaxFirstBytes = 16 * 1024;

    /// <summary>The run of a connection's filters, or null when none is bound. The caller holds on to the filters' set until it has closed the run.</summary>
    public static ConnectionRun? Open(FilterSet filters, SidecarServices services, Func<int, ConnectionFacts> facts, PipeReader? input)
    {
        if (filters.Connection.Length == 0)
            return null;
        var shown = facts(filters.Slots.Length);
        if (input is not null)
            shown.ShowFirstBytes(Peek(input));
        return new ConnectionRun(filters, shown, services.Filters);
    }

    private static byte[] Peek(PipeReader input)
    {
        if (!input.TryRead(out var read))
            return [];
        var bytes = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MaxFirstBytes)).ToArray();
        input.AdvanceTo(read.Buffer.Start);
        return bytes;
    }
}
