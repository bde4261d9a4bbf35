using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EgressPipeline.Hosting;

/// <summary>One socket of a listener: what is to be opened, how it is served, and where it is bound in the end.</summary>
internal sealed class ListenerSocket(ListenerBinding binding, IPEndPoint wanted)
{
    public ListenerBinding Binding { get; } = binding;

    /// <summary>As asked for; port 0 is any free one.</summary>
    public IPEndPoint Wanted { get; } = wanted;

    /// <summary>Where it is bound, once it is.</summary>
    public IPEndPoint Bound { get; set; } = wanted;

    /// <summary>Serves its connections; null for one of the HTTP server.</summary>
    public ConnectionDelegate? Serve { get; set; }

    /// <summary>The HTTP server's view of it; null for a raw one.</summary>
    public ListenOptions? Http { get; set; }
}
