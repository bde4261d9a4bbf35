using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

/// <summary>tls and tcp rules with their matches.</summary>
internal static class ConnectionRoutePlanImage
{
    public static void Write(ImageWriter writer, TlsRoutePlan route)
    {
        RuleRefImage.Write(writer, route.Rule);
        writer.List(route.Matches, Write);
        DestinationsImage.Write(writer, route.Destinations);
    }

    public static void Write(ImageWriter writer, TcpRoutePlan route)
    {
        RuleRefImage.Write(writer, route.Rule);
        writer.List(route.Matches, Write);
        DestinationsImage.Write(writer, route.Destinations);
    }

    public static TlsRoutePlan ReadTls(ImageReader reader) => new()
    {
        Rule = RuleRefImage.Read(reader),
        Matches = reader.List(ReadTlsMatch),
        Destinations = DestinationsImage.Read(reader, out var totalWeight),
        TotalWeight = totalWeight,
    };

    public static TcpRoutePlan ReadTcp(ImageReader reader) => new()
    {
        Rule = RuleRefImage.Read(reader),
        Matches = reader.List(ReadTcpMatch),
        Destinations = DestinationsImage.Read(reader, out var totalWeight),
        TotalWeight = totalWeight,
    };

    private static void Write(ImageWriter writer, TlsMatch match)
    {
        writer.List(match.SniHosts, ByteMatchImage.Write);
        CidrSetImage.Write(writer, match.DestinationSubnets);
        writer.Number(match.Port);
        SourceRefImage.Write(writer, match.Source);
    }

    private static TlsMatch ReadTlsMatch(ImageReader reader) => new()
    {
        SniHosts = reader.List(ByteMatchImage.Read),
        DestinationSubnets = CidrSetImage.Read(reader),
        Port = reader.Number(ushort.MaxValue, "port"),
        Source = SourceRefImage.Read(reader),
    };

    private static void Write(ImageWriter writer, TcpMatch match)
    {
        CidrSetImage.Write(writer, match.DestinationSubnets);
        writer.Number(match.Port);
        SourceRefImage.Write(writer, match.Source);
    }

    private static TcpMatch ReadTcpMatch(ImageReader reader) => new()
    {
        DestinationSubnets = CidrSetImage.Read(reader),
        Port = reader.Number(ushort.MaxValue, "port"),
        Source = SourceRefImage.Read(reader),
    };
}
