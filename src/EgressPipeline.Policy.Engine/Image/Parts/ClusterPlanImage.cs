using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class ClusterPlanImage
{
    public static void Write(ImageWriter writer, ClusterPlan cluster)
    {
        writer.Text(cluster.Name);
        writer.Text(cluster.Host);
        writer.Text(cluster.Subset);
        writer.Number(cluster.Port);
        writer.Choice(cluster.Protocol);
        writer.Text(cluster.Namespace);
        writer.Flag(cluster.External);
        writer.Choice(cluster.Resolution);
        writer.List(cluster.Endpoints, EndpointPlanImage.Write);
        CidrSetImage.Write(writer, cluster.AllowedRanges);
        TlsPlanImage.Write(writer, cluster.Tls);
        writer.Choice(cluster.LoadBalancing);
        writer.Duration(cluster.LatencyDecay);
        writer.Optional(cluster.Hash, HashPlanImage.Write);
        writer.Optional(cluster.Warmup, WarmupPlanImage.Write);
        ConnectionPoolPlanImage.Write(writer, cluster.Pool);
        writer.Choice(cluster.ProxyProtocol);
        writer.Optional(cluster.Tunnel, WriteTunnel);
        writer.Optional(cluster.Outlier, OutlierPlanImage.Write);
        RuleRefImage.Write(writer, cluster.Service);
        writer.Optional(cluster.DestinationRule, RuleRefImage.Write);
    }

    public static ClusterPlan Read(ImageReader reader, int position) => new()
    {
        Index = position,
        Name = reader.Text(),
        Host = reader.Text(),
        Subset = reader.Text(),
        Port = reader.Number(ushort.MaxValue, "port"),
        Protocol = reader.Choice<PortProtocol>(),
        Namespace = reader.Text(),
        External = reader.Flag(),
        Resolution = reader.Choice<Resolution>(),
        Endpoints = reader.List(EndpointPlanImage.Read),
        AllowedRanges = CidrSetImage.Read(reader),
        Tls = TlsPlanImage.Read(reader),
        LoadBalancing = reader.Choice<LoadBalancing>(),
        LatencyDecay = reader.Duration(),
        Hash = reader.Optional(HashPlanImage.Read),
        Warmup = reader.Optional(WarmupPlanImage.Read),
        Pool = ConnectionPoolPlanImage.Read(reader),
        ProxyProtocol = reader.Choice<ProxyProtocol>(),
        Tunnel = reader.Optional(ReadTunnel),
        Outlier = reader.Optional(OutlierPlanImage.Read),
        Service = RuleRefImage.Read(reader),
        DestinationRule = reader.Optional(RuleRefImage.Read),
    };

    private static void WriteTunnel(ImageWriter writer, TunnelPlan tunnel)
    {
        writer.Text(tunnel.Host);
        writer.Number(tunnel.Port);
        writer.Text(tunnel.AuthorizationFile);
    }

    private static TunnelPlan ReadTunnel(ImageReader reader) => new(Host: reader.Text(), Port: reader.Number(ushort.MaxValue, "tunnel port"), AuthorizationFile: reader.Text());
}
