// YARP as its documentation sets it up, with the two routes that the comparison needs.
// usage: yarp-peer PORT BACKEND_HTTP BACKEND_HTTPS CA_FILE
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Yarp.ReverseProxy.Configuration;

var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var authority = X509Certificate2.CreateFromPem(File.ReadAllText(args[3]));

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
builder.Services.AddReverseProxy()
    .LoadFromMemory(
        [Route("plain"), Route("tls")],
        [Cluster("plain", $"http://{args[1]}"), Cluster("tls", $"https://{args[2]}") with { HttpRequest = new() { Version = new Version(1, 1) } }])
    .ConfigureHttpClient((_, handler) => handler.SslOptions = new SslClientAuthenticationOptions
    {
        CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck },
    });

var app = builder.Build();
app.MapReverseProxy();
app.Run();

static RouteConfig Route(string id) => new()
{
    RouteId = id,
    ClusterId = id,
    Match = new RouteMatch { Path = "/{**rest}", Hosts = [$"{id}.example.com"] },
};

static ClusterConfig Cluster(string id, string address) => new()
{
    ClusterId = id,
    Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = address } },
};
