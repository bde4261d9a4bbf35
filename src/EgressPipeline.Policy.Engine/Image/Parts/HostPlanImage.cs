using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class HostPlanImage
{
    public static void Write(ImageWriter writer, HostPlan host)
    {
        writer.Text(host.Pattern);
        writer.List(host.Ports, ServicePortPlanImage.Write);
        writer.Optional(host.HttpRoutes, static (w, routes) => w.List(routes, HttpRoutePlanImage.Write));
        writer.Optional(host.TlsRoutes, static (w, routes) => w.List(routes, ConnectionRoutePlanImage.Write));
        writer.Optional(host.TcpRoutes, static (w, routes) => w.List(routes, ConnectionRoutePlanImage.Write));
        writer.Optional(host.Service, RuleRefImage.Write);
        writer.Optional(host.VirtualService, RuleRefImage.Write);
    }

    public static HostPlan Read(ImageReader reader, int position) => new()
    {
        Index = position,
        Pattern = ReadPattern(reader),
        Ports = reader.List(ServicePortPlanImage.Read),
        HttpRoutes = reader.Optional(static r => r.List(HttpRoutePlanImage.Read)),
        TlsRoutes = reader.Optional(static r => r.List(ConnectionRoutePlanImage.ReadTls)),
        TcpRoutes = reader.Optional(static r => r.List(ConnectionRoutePlanImage.ReadTcp)),
        Service = reader.Optional(RuleRefImage.Read),
        VirtualService = reader.Optional(RuleRefImage.Read),
    };

    private static string ReadPattern(ImageReader reader)
    {
        var pattern = reader.Text();
        return AsciiText.Bytes(pattern).Length is > 0 and <= HostName.MaxLength + 1 ? pattern : throw reader.Bad("a host name has no or too many bytes");
    }
}
