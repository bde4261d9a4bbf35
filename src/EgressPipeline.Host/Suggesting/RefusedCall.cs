using System.Text;
using EgressPipeline.Host.Recorded;
using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Suggesting;

/// <summary>A refused call, taken apart for a suggestion.</summary>
internal sealed class RefusedCall
{
    private RefusedCall(RecordedCall recorded, int count, CallDescription call, CallSource source)
    {
        var facts = call.Facts(source);
        (Recorded, Count, Title, Kind, Port, Source) = (recorded, count, call.Title, call.Kind, call.Port, source);
        Host = Encoding.ASCII.GetString(facts.Host);
        Method = Encoding.ASCII.GetString(facts.Method);
        Path = Encoding.ASCII.GetString(facts.Path);
        Address = IpLiteral.TryParse(facts.Host, out var literal) ? literal : facts.Host.IsEmpty ? call.Destination : IpValue.None;
    }

    public RecordedCall Recorded { get; }
    public int Count { get; }
    public string Title { get; }
    public CallKind Kind { get; }
    public int Port { get; }
    public CallSource Source { get; }

    /// <summary>Normalised; empty for an opaque connection.</summary>
    public string Host { get; }
    public string Method { get; }

    /// <summary>Normalised, without query.</summary>
    public string Path { get; }

    /// <summary>The address that is called instead of a name, or none.</summary>
    public IpValue Address { get; }

    public string Namespace => Source.Workload.Namespace;

    public string Principal => Source.Identity.Principal;

    /// <returns>The call, or null with why it cannot be understood.</returns>
    public static RefusedCall? Of(RecordedCall recorded, int count, CallSource source, out string? problem) =>
        CallDescription.Parse(recorded.Words, out problem) is { } call ? new RefusedCall(recorded, count, call, source) : null;
}
