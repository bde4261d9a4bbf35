using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Tests.Image;

/// <summary>A plan in which every property of every plan type has a value of its own, whether or not policies can write it yet.</summary>
internal static class FullPlan
{
    // Objects of their own at each place, so that one can be changed by itself.
    private static RuleRef Rule => new("VirtualService/shop/v#http[0]", new SourceRef("v.yaml", 7, 3));

    private static CidrSet Ranges => new([Range("10.1.0.0/16"), Range("fd00::/8")]);

    private static HeaderOperations Headers => new(
        [new("x-a"u8.ToArray(), []) { Segments = [new(HeaderSource.RequestField, "x-g"u8.ToArray(), "x-h"u8.ToArray(), 9)] }], [new("x-b"u8.ToArray(), "2"u8.ToArray())], ["x-c"u8.ToArray()],
        [new("x-d"u8.ToArray(), "3"u8.ToArray())], [new("x-e"u8.ToArray(), "4"u8.ToArray())], ["x-f"u8.ToArray()]);

    public static EgressPlan Create()
    {
        ClusterPlan[] clusters = [Cluster(0), Cluster(1)];
        var port = new ServicePortPlan { Number = 80, Name = "http", Protocol = PortProtocol.Grpc, Cluster = clusters[0], Addresses = Ranges, Rule = Rule };
        var anyPort = new ServicePortPlan { Number = 81, Name = "tcp", Protocol = PortProtocol.Tcp, Cluster = clusters[1], Rule = Rule };
        var namedPort = new ServicePortPlan { Number = 82, Name = "tls", Protocol = PortProtocol.Tls, Cluster = clusters[1], Rule = Rule };
        HostPlan[] hosts = [Host(0, "a.test", clusters, port, anyPort, namedPort), Host(1, "*.b.test", clusters), Host(2, "*c.test", clusters), Host(3, "*", clusters)];
        return new EgressPlan
        {
            HostIndex = HostIndex.Build([.. hosts.Select(host => host.Pattern)]),
            Hosts = hosts,
            Addresses = AddressIndex.Build([new(null, hosts[0], anyPort), new(Range("10.1.0.0/16"), hosts[0], port), new(Range("10.1.2.3"), hosts[0], port)]),
            VirtualAddresses = VirtualAddressTable.TryBuild([new(0, 0xFFFE)])!,
            Clusters = clusters,
            Authorization = Authorization(),
            Unregistered = UnregisteredMode.Audit,
            IsUnregisteredDeclared = true,
            Workload = new PlanWorkload(true, "shop", [new("app", "web")]),
            Hash = "0123",
            FilterBindings = [Binding()],
            JwtRules = [Tokens()],
            Limits = [Limit()],
            Counts = new PlanCounts(1, 2, 3, 4, 5, 6, 7, 8) { FilterBindings = 9, RequestAuthentications = 10, Limits = 11 },
        };
    }

    public static JwtRulePlan Tokens() => new()
    {
        Rule = Rule,
        Issuer = "https://id.test",
        Audiences = ["shop"],
        Jwks = """{"keys":[]}""",
        JwksUri = "https://id.test/keys",
        Timeout = TimeSpan.FromSeconds(2),
        FromHeaders = [new("x-token", "Token ")],
        FromParams = ["token"],
        FromCookies = ["session"],
        PayloadHeader = "x-payload",
        ClaimHeaders = [new("x-team", "team")],
        ForwardsToken = true,
        SpaceDelimitedClaims = ["roles"],
    };

    private static LimitPlan Limit() => new()
    {
        Name = "shop/quota",
        Rule = Rule,
        Hosts = ["a.test"],
        Ports = [80],
        Principals = [ByteMatch.Prefix("cluster.local/ns/shop/")],
        PerPrincipal = true,
        Requests = new RatePlan(10, TimeSpan.FromSeconds(2), 20),
        Connections = new RatePlan(3, TimeSpan.FromMinutes(1), 4),
        Concurrency = 5,
        Adaptive = new AdaptivePlan(2, 30, TimeSpan.FromSeconds(4), 51.5, TimeSpan.FromSeconds(6), 7, 8.5, 9.5),
        BytesPerSecond = 1L << 33,
        BytesPerDay = 1L << 40,
        Status = 503,
        IsReport = true,
    };

    private static FilterBindingPlan Binding() => new()
    {
        Name = "shop/limits",
        Rule = Rule,
        Filter = "rate-limit",
        FilterSource = Rule.Source,
        Order = -3,
        Hosts = ["a.test"],
        Routes = ["VirtualService/shop/v#http[0]"],
        When = [Rules(new OpaqueClause { Field = "action", Negated = true, Values = ["CUSTOM"], Source = Rule.Source })],
        FailOpen = true,
        Deadline = TimeSpan.FromSeconds(1),
        Breaker = new BreakerPlan(2, TimeSpan.FromSeconds(3)),
        Config = new ConfigMap([new("keys", new ConfigList([new ConfigScalar("4", ConfigScalarKind.Integer, Rule.Source)], Rule.Source), Rule.Source)], Rule.Source),
    };

    private static ClusterPlan Cluster(int index) => new()
    {
        Index = index,
        Name = "outbound|80|v1|a.test",
        Host = "a.test",
        Subset = "v1",
        Port = 80,
        Protocol = PortProtocol.Http2,
        Namespace = "shop",
        External = true,
        Resolution = Resolution.Static,
        Endpoints = [new("192.0.2.1", 8080, 3, "eu/1", Rule.Source) { Priority = 1, LocalityShare = 20 }, new("b.test", 80, 1, "eu/2", Rule.Source)],
        AllowedRanges = Ranges,
        Tls = new TlsPlan { Mode = TlsMode.Mutual, Sni = "s", SubjectAltNames = ["n"], CaCertificates = "ca", ClientCertificate = "c", PrivateKey = "k", CaCrl = "crl", InsecureSkipVerify = true },
        LoadBalancing = LoadBalancing.Random,
        ProxyProtocol = ProxyProtocol.V1,
        Tunnel = new("t.test", 443, "/secret"),
        LatencyDecay = TimeSpan.FromSeconds(15),
        Warmup = new WarmupPlan(TimeSpan.FromSeconds(30), 5, 2),
        Hash = new HashPlan { Source = HashSource.Header, Name = "x-user", TableSize = 1024, NewCookie = new("/c", 15, [new("Secure", "yes")]) },
        Pool = new ConnectionPoolPlan
        {
            MaxConnections = 1,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            MaxConnectionDuration = TimeSpan.FromSeconds(3),
            IdleTimeout = TimeSpan.FromSeconds(4),
            Keepalive = new(5, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(7)),
            MaxPendingRequests = 8,
            MaxRequests = 9,
            MaxRequestsPerConnection = 10,
            MaxRetries = 11,
            RetryBudget = new(12.5, 13, TimeSpan.FromSeconds(14)),
        },
        Outlier = new OutlierPlan { ConsecutiveGateway = 2, SplitLocalOrigin = true, MinHealthPercent = 20, ErrorCodes = [429, 500], SuccessRate = new(3, 50, 1500) },
        Service = Rule,
        DestinationRule = Rule,
    };

    private static HostPlan Host(int index, string pattern, ClusterPlan[] clusters, params ServicePortPlan[] ports) => new()
    {
        Index = index,
        Pattern = pattern,
        Ports = ports,
        HttpRoutes = [HttpRoute(clusters)],
        TlsRoutes = [new TlsRoutePlan { Rule = Rule, Destinations = Destinations(clusters), TotalWeight = 100, Matches = [new TlsMatch { SniHosts = [ByteMatch.Exact("a.test")], DestinationSubnets = Ranges, Port = 443, Source = Rule.Source }] }],
        TcpRoutes = [new TcpRoutePlan { Rule = Rule, Destinations = Destinations(clusters), TotalWeight = 100, Matches = [new TcpMatch { DestinationSubnets = Ranges, Port = 81, Source = Rule.Source }] }],
        Service = Rule,
        VirtualService = Rule,
    };

    private static HttpRoutePlan HttpRoute(ClusterPlan[] clusters) => new()
    {
        Name = "first",
        Rule = Rule,
        Matches = [Match()],
        Destinations = Destinations(clusters),
        TotalWeight = 100,
        Redirect = new("/u", "a", 8080, "https", 307) { PrefixRewrite = "/p", DerivedPort = RedirectPort.OfRequest },
        DirectResponse = new(503, "body"u8.ToArray()),
        Rewrite = new("/r", "b", Substitution("a(b)", @"/\1")),
        Timeout = TimeSpan.FromSeconds(2),
        Retry = new RetryPlan { Attempts = 3, Conditions = RetryConditions.Reset | RetryConditions.RetriableStatusCodes, StatusCodes = [429], PerTryTimeout = TimeSpan.FromSeconds(1), Explicit = true, AvoidsTriedHosts = false, LeavesTriedPriorities = true, Rule = Rule },
        Headers = Headers,
        Fault = new(new(TimeSpan.FromSeconds(5), 1_000), new(14, IsGrpc: true, 20_000)),
        Mirrors = [new(clusters[1], 500_000)],
        Cors = new CorsPlan
        {
            AllowOrigins = [ByteMatch.Prefix("https://")],
            AllowMethods = "GET"u8.ToArray(),
            AllowHeaders = "x-a"u8.ToArray(),
            ExposeHeaders = "x-b"u8.ToArray(),
            MaxAge = 60,
            AllowCredentials = true,
            AnswersUnmatched = true,
        },
    };

    private static HttpMatch Match() => new()
    {
        Uri = ByteMatch.Prefix("/a", ignoreCase: true),
        Scheme = ByteMatch.Suffix("s"),
        Method = ByteMatch.Exact("GET"),
        Authority = Regex("a.*"),
        Headers = [new("x-a", Regex("[0-9]+"))],
        WithoutHeaders = [new("x-b", ByteMatch.Present)],
        QueryParameters = [new("q", ByteMatch.Exact("1"))],
        Port = 80,
        Source = Rule.Source,
    };

    private static WeightedCluster[] Destinations(ClusterPlan[] clusters) => [new(clusters[0], 40, Headers), new(clusters[1], 60, HeaderOperations.None)];

    private static AuthorizationPlan Authorization() => new()
    {
        Deny = [Rules(new AddressClause { Field = "ipBlocks", Negated = true, Values = ["v"], Source = Rule.Source, Ranges = Ranges, OfDestination = true })],
        Allow =
        [
            Rules(
                new HeaderClause { Field = "h", Negated = true, Values = ["v"], Source = Rule.Source, Name = "x"u8.ToArray(), Matches = [ByteMatch.Prefix("p")] },
                new HostClause { Field = "hosts", Negated = true, Values = ["v"], Source = Rule.Source, Hosts = [HostMatch.Parse("a.test:80"), HostMatch.Parse("*.b.test")] },
                new PathClause { Field = "paths", Negated = true, Values = ["v"], Source = Rule.Source, Matches = [ByteMatch.Suffix("/s")], Templates = [PathTemplate.Parse("/a/{*}/b/{**}")] }),
            Rules(
                new PortClause { Field = "ports", Negated = true, Values = ["v"], Source = Rule.Source, Ports = [80, 81] },
                new ServiceAccountClause { Field = "sa", Negated = true, Values = ["v"], Source = Rule.Source, Accounts = [("shop"u8.ToArray(), "web"u8.ToArray())] },
                new UserClause { Field = "source.uid", Negated = false, Values = ["v"], Source = Rule.Source, Uids = [0, uint.MaxValue] },
                new ExecutableClause { Field = "source.process", Negated = true, Values = ["v"], Source = Rule.Source, Matches = [ByteMatch.Prefix("/usr/")] },
                new TextClause { Field = "t", Negated = true, Values = ["v"], Source = Rule.Source, Text = TextField.Scheme, Matches = [ByteMatch.Exact("x")] }),
            Rules(
                new RequestPrincipalClause { Field = "requestPrincipals", Negated = true, Values = ["v"], Source = Rule.Source, Matches = [RequestPrincipalMatch.Parse("https://id.test/*")] },
                new ClaimClause { Field = "request.auth.claims[a][b]", Negated = true, Values = ["v"], Source = Rule.Source, Path = ["a", "b"], Matches = [ByteMatch.Prefix("x")] }),
        ],
        Audit = [Rules()],
        AllowPolicies = [Rule],
        DryRun = new AuthorizationPlan { Deny = [Rules()], Allow = [], Audit = [Rules()], AllowPolicies = [Rule] },
    };

    private static AuthorizationRulePlan Rules(params AuthorizationClause[] clauses) => new()
    {
        Rule = Rule,
        From = [new ClauseSet(clauses, Rule.Source)],
        To = [new ClauseSet(clauses, Rule.Source), new ClauseSet([], Rule.Source)],
        When = new ClauseSet(clauses, Rule.Source),
    };

    private static PathSubstitution Substitution(string pattern, string replacement) =>
        PathSubstitution.TryCreate(pattern, replacement, out var substitution, out var error) ? substitution! : throw new ArgumentException(error);

    private static ByteMatch Regex(string pattern) => FullMatchRegex.TryCreate(pattern, out var regex, out var error) ? ByteMatch.Regex(regex!) : throw new ArgumentException(error);

    private static Cidr Range(string text) => Cidr.TryParse(text, out var range) ? range : throw new ArgumentException(text);
}
