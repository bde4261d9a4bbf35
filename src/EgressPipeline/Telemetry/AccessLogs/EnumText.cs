using System.Text;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>Names of enum members as they are logged.</summary>
internal static class EnumText
{
    /// <summary>By the members' numbers, which must count up from 0 without gaps.</summary>
    public static byte[][] SnakeCase<T>() where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(member => Encoding.ASCII.GetBytes(Metrics.SnakeCase.Of(member.ToString())))];
}
