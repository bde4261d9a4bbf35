namespace EgressPipeline.Policy.Tests.Support;

/// <summary>A declared service, as far as what refers to it must know it.</summary>
/// <param name="Host">Its host, possibly a wildcard.</param>
/// <param name="Ports">Number and protocol of each.</param>
/// <param name="HasSubsets">Its endpoints carry the labels <c>version: v1</c> and <c>version: v2</c>.</param>
/// <param name="SeenOnlyFrom">The one namespace that sees it; empty for all.</param>
/// <param name="Yaml">The ServiceEntry.</param>
internal sealed record RandomService(string Host, (int Number, string Protocol)[] Ports, bool HasSubsets, string SeenOnlyFrom, string Yaml)
{
    public bool IsSeenFrom(string ns) => SeenOnlyFrom.Length == 0 || SeenOnlyFrom == ns;

    public bool Speaks(params string[] protocols) => Ports.Any(port => protocols.Contains(port.Protocol));
}
