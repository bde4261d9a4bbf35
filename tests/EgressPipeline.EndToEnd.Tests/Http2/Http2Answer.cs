using System.Text;
using EgressPipeline.Http.Http2;

namespace EgressPipeline.EndToEnd.Tests.Http2;

/// <summary>What came back on a stream.</summary>
/// <param name="Fields">Each as <c>name: value</c>, the status first.</param>
/// <param name="Body">All DATA.</param>
/// <param name="Trailers">Like the fields.</param>
/// <param name="Reset">The code when the stream was reset instead of ended.</param>
internal sealed record Http2Answer(List<string> Fields, byte[] Body, List<string> Trailers, Http2ErrorCode? Reset)
{
    public int Status => int.Parse(Fields.Last(static line => line.StartsWith(":status: ", StringComparison.Ordinal))[9..]);

    public string Text => Encoding.Latin1.GetString(Body);
}
