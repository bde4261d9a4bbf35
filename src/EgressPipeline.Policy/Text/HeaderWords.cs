using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Text;

/// <summary>Envoy's words for substitutions in header values, those that mean something to an egress sidecar.</summary>
internal static class HeaderWords
{
    private static readonly (string Word, HeaderSource Source)[] Table =
    [
        ("REQ", HeaderSource.RequestField),
        ("RESP", HeaderSource.ResponseField),
        ("DOWNSTREAM_REMOTE_ADDRESS", HeaderSource.Caller),
        ("DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT", HeaderSource.CallerAddress),
        ("DOWNSTREAM_REMOTE_PORT", HeaderSource.CallerPort),
        ("DOWNSTREAM_DIRECT_REMOTE_ADDRESS", HeaderSource.Caller),
        ("DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT", HeaderSource.CallerAddress),
        ("DOWNSTREAM_DIRECT_REMOTE_PORT", HeaderSource.CallerPort),
        ("DOWNSTREAM_LOCAL_ADDRESS", HeaderSource.Dialled),
        ("DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT", HeaderSource.DialledAddress),
        ("DOWNSTREAM_LOCAL_PORT", HeaderSource.DialledPort),
        ("PROTOCOL", HeaderSource.Protocol),
        ("START_TIME", HeaderSource.StartTime),
        ("HOSTNAME", HeaderSource.HostName),
        ("UPSTREAM_CLUSTER", HeaderSource.Cluster),
        ("UPSTREAM_CLUSTER_RAW", HeaderSource.Cluster),
        ("ROUTE_NAME", HeaderSource.Route),
        ("UPSTREAM_HOST", HeaderSource.Endpoint),
        ("UPSTREAM_REMOTE_ADDRESS", HeaderSource.Endpoint),
        ("UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT", HeaderSource.EndpointAddress),
        ("UPSTREAM_REMOTE_PORT", HeaderSource.EndpointPort),
        ("RESPONSE_CODE", HeaderSource.Status),
        ("UPSTREAM_REQUEST_ATTEMPT_COUNT", HeaderSource.Attempts),
    ];

    /// <summary>What a word stands for; null for one that is not known here.</summary>
    public static HeaderSource? Find(string word)
    {
        foreach (var row in Table)
            if (row.Word == word)
                return row.Source;
        return null;
    }

    /// <summary>Something that only an answer can tell.</summary>
    public static bool IsOfAnswer(HeaderSource source) => source is HeaderSource.ResponseField or HeaderSource.Endpoint
        or HeaderSource.EndpointAddress or HeaderSource.EndpointPort or HeaderSource.Status or HeaderSource.Attempts;

    public static bool IsField(HeaderSource source) => source is HeaderSource.RequestField or HeaderSource.ResponseField;

    /// <summary>The value of an operation as policies write it.</summary>
    public static string Value(HeaderOperation operation) =>
        operation.Segments.Length == 0 ? AsciiText.Text(operation.Value) : string.Concat(operation.Segments.Select(Piece));

    private static string Piece(HeaderSegment segment)
    {
        if (segment.Source == HeaderSource.Literal)
            return AsciiText.Text(segment.Text).Replace("%", "%%");
        var word = Array.Find(Table, row => row.Source == segment.Source).Word;
        var name = AsciiText.Text(segment.Text) + (segment.Alternative.Length > 0 ? "?" + AsciiText.Text(segment.Alternative) : "");
        return "%" + word + (name.Length > 0 ? "(" + name + ")" : "") + (segment.MaxLength > 0 ? ":" + segment.MaxLength : "") + "%";
    }
}
