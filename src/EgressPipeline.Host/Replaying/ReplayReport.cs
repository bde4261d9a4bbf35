using System.Text.Json;
using EgressPipeline.Host.Explaining;
using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Explaining;

namespace EgressPipeline.Host.Replaying;

/// <summary>What a replay found, for people and as JSON: the calls that flip first.</summary>
internal sealed class ReplayReport(IReadOnlyList<ReplayedCall> calls)
{
    private static readonly (ReplayChange Change, string Title, string Word)[] Sections =
    [
        (ReplayChange.NewlyAllowed, "newly allowed", "newly_allowed"),
        (ReplayChange.NewlyRefused, "newly refused", "newly_refused"),
        (ReplayChange.Reason, "decided alike, for another reason", "reason"),
        (ReplayChange.NotJudged, "not judged", "not_judged"),
    ];

    /// <summary>True when a call that was refused is let through, or the other way round.</summary>
    public bool Flips => calls.Any(call => call.Change is ReplayChange.NewlyAllowed or ReplayChange.NewlyRefused);

    public void WriteText(TextWriter output)
    {
        foreach (var (change, title, _) in Sections)
        {
            var section = calls.Where(call => call.Change == change).ToArray();
            if (section.Length == 0)
                continue;
            output.WriteLine($"{title}:");
            foreach (var call in section)
                WriteCall(output, call);
            output.WriteLine();
        }
        output.WriteLine($"{Count(_ => true)} calls, {calls.Count} different: {Count(c => c is ReplayChange.None or ReplayChange.Reason)} decided as recorded, "
            + $"{Count(c => c == ReplayChange.NewlyAllowed)} newly allowed, {Count(c => c == ReplayChange.NewlyRefused)} newly refused, {Count(c => c == ReplayChange.NotJudged)} not judged");
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("calls", Count(_ => true));
        json.WriteNumber("different", calls.Count);
        json.WriteNumber("unchanged", Count(change => change == ReplayChange.None));
        foreach (var (change, _, word) in Sections)
        {
            json.WriteStartArray(word);
            foreach (var call in calls.Where(call => call.Change == change))
                WriteCall(json, call);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteCall(TextWriter output, ReplayedCall call)
    {
        var from = call.Call.Principal.Length > 0 ? " from " + call.Call.Principal : "";
        output.WriteLine(PrintableText.Of($"  {call.Count}x  {Title(call)}{from}"));
        if (call.Now is not { } now)
        {
            output.WriteLine(PrintableText.Of("      " + call.Problem));
            return;
        }
        output.WriteLine($"      recorded {Verdicts.Word(Verdicts.Of(call.Call.Decision))} ({ReasonText.Name(call.Call.Decision)})");
        output.WriteLine(PrintableText.Of($"      now {TraceText.Summary(now)}"));
        if (now.NearestMiss is { } nearest)
            output.WriteLine(PrintableText.Of("      " + nearest));
    }

    private static void WriteCall(Utf8JsonWriter json, ReplayedCall call)
    {
        json.WriteStartObject();
        json.WriteNumber("count", call.Count);
        json.WriteString("recorded", ReasonText.Name(call.Call.Decision));
        if (call.Now is { } now)
        {
            json.WritePropertyName("now");
            TraceJson.Write(json, now);
        }
        else
        {
            json.WriteString("call", Title(call));
            json.WriteString("problem", call.Problem);
        }
        json.WriteEndObject();
    }

    private static string Title(ReplayedCall call) => call.Now?.Call ?? $"{call.Call.Method} {call.Call.Target}{call.Call.Path} {call.Call.Destination}".Trim();

    private long Count(Func<ReplayChange, bool> wanted) => calls.Where(call => wanted(call.Change)).Sum(call => (long)call.Count);
}
