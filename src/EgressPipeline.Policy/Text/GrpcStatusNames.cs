using System.Globalization;

namespace EgressPipeline.Policy.Text;

/// <summary>gRPC's status codes by name; the position of a name is its code.</summary>
internal static class GrpcStatusNames
{
    private static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>The code of a name, or null.</summary>
    public static int? CodeOf(string name)
    {
        var code = Array.IndexOf(Names, name);
        return code < 0 ? null : code;
    }

    /// <summary>The name of a code; the number where it has none.</summary>
    public static string Of(int code) => code < Names.Length ? Names[code] : code.ToString(CultureInfo.InvariantCulture);
}
