using EgressPipeline.Dns;
using EgressPipeline.Dns.Messages;
using EgressPipeline.Policy.Plan;
using EgressPipeline.TestKit;
using EgressPipeline.TestSupport.Dns;

namespace EgressPipeline.Tests.Dns;

public sealed class ResolverTests
{
    private const string Api = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api, namespace: default, annotations: { egresspipeline.dev/allowed-cidrs: "10.1.0.0/16" } }
        spec:
          hosts: [api.example.com]
          ports: [{ number: 443, name: tls, protocol: TLS }]
          resolution: DNS

        """;

    private const string Database = """
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: db, namespace: default }
        spec:
          hosts: [db.example.com]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: DNS

        """;

    private const string Static = """
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: static, namespace: default }
        spec:
          hosts: ["*.static.example.com", static.example.com]
          ports: [{ number: 80, name: http, protocol: HTTP }]
          resolution: STATIC
          endpoints: [{ address: 10.9.9.9 }, { address: "fd00::9" }, { address: 10.9.9.8 }]
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: addressed, namespace: default }
        spec:
          hosts: [addressed.example.com]
          addresses: [203.0.113.7, 198.51.100.0/24]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: STATIC
          endpoints: [{ address: 10.9.9.7 }]

        """;

    [Fact]
    public async Task Ask_TcpServiceWithoutAddresses_HasItsVirtualOnesInBothFamilies()
    {
        using var rig = new DnsRig(Api + Database);
        var expected = rig.Plan.VirtualAddresses.Find(rig.Plan.Hosts.Single(host => host.Pattern == "db.example.com"))!;
        var v4 = await rig.AskAsync("DB.example.com");
        Assert.Equal([expected.V4.ToString()], v4.Addresses);
        Assert.True(v4.IsAuthoritative);
        Assert.Equal(30, v4.Answers[0].Ttl);
        Assert.Equal([expected.V6.ToString()], (await rig.AskAsync("db.example.com", DnsType.Aaaa)).Addresses);
        Assert.Equal(2, rig.Count(DnsOutcome.Virtual));
        Assert.Equal(0, rig.Server.Questions);
    }

    [Theory]
    [InlineData("static.example.com", DnsType.A, "10.9.9.8,10.9.9.9")]
    [InlineData("any.static.example.com", DnsType.A, "10.9.9.8,10.9.9.9")]
    [InlineData("static.example.com", DnsType.Aaaa, "fd00::9")]
    [InlineData("addressed.example.com", DnsType.A, "203.0.113.7")]
    [InlineData("addressed.example.com", DnsType.Aaaa, "")]
    [InlineData("static.example.com", DnsType.Mx, "")]
    internal async Task Ask_DeclaredAddresses_AreAnsweredAndAMissingFamilyIsEmpty(string host, DnsType type, string expected)
    {
        using var rig = new DnsRig(Api + Static);
        var answer = await rig.AskAsync(host, type);
        Assert.Equal(0, answer.Code);
        Assert.Equal(expected, string.Join(',', answer.Addresses.Order()));
        Assert.Equal(1, rig.Count(DnsOutcome.Declared));
        Assert.Equal(0, rig.Server.Questions);
    }

    [Fact]
    public async Task Ask_DnsService_IsForwardedThenCachedWithAShrinkingTtlThenAskedAgain()
    {
        using var rig = new DnsRig(Api);
        rig.Server.Set("api.example.com", 60, "93.184.216.34", "10.1.2.3");
        Assert.Equal(["10.1.2.3", "93.184.216.34"], (await rig.AskAsync("api.example.com")).Addresses.Order());
        rig.Time.Advance(TimeSpan.FromSeconds(25));
        var cached = await rig.AskAsync("api.example.com");
        Assert.All(cached.Answers, record => Assert.Equal(35, record.Ttl));
        Assert.False(cached.IsAuthoritative);
        Assert.Equal(1, rig.Server.Questions);
        rig.Time.Advance(TimeSpan.FromSeconds(35));
        await rig.AskAsync("api.example.com");
        Assert.Equal(2, rig.Server.Questions);
        Assert.Equal((2L, 1L), (rig.Count(DnsOutcome.Forwarded), rig.Count(DnsOutcome.Cached)));
    }

    [Fact]
    public async Task Ask_NoSuchName_IsRememberedForItsNegativeTtl()
    {
        using var rig = new DnsRig(Api);
        Assert.Equal(3, (await rig.AskAsync("api.example.com")).Code);
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        var again = await rig.AskAsync("api.example.com");
        Assert.Equal(3, again.Code);
        Assert.Equal(1, Assert.Single(again.Authorities).Ttl);
        Assert.Equal(1, rig.Server.Questions);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.AskAsync("api.example.com");
        Assert.Equal(2, rig.Server.Questions);
    }

    [Fact]
    public async Task Ask_GuardedAddresses_AreTakenOutAndNoneLeftIsRefused()
    {
        using var rig = new DnsRig(Api);
        rig.Server.Set("api.example.com", 60, "93.184.216.34", "127.0.0.1", "169.254.169.254", "192.168.1.1");
        Assert.Equal(["93.184.216.34"], (await rig.AskAsync("api.example.com")).Addresses);
        rig.Server.Set("api.example.com", 60, "::ffff:10.0.0.1");
        Assert.Equal(3, (await rig.AskAsync("api.example.com", DnsType.Aaaa)).Code);
        Assert.Equal(1, rig.Count(DnsOutcome.Guarded));
    }

    [Theory]
    [InlineData(UnregisteredMode.Deny, UndeclaredNames.Policy, DnsCode.NXDomain, 3)]
    [InlineData(UnregisteredMode.Deny, UndeclaredNames.Policy, DnsCode.Refused, 5)]
    [InlineData(UnregisteredMode.Deny, UndeclaredNames.Forward, DnsCode.NXDomain, 0)]
    [InlineData(UnregisteredMode.Audit, UndeclaredNames.Policy, DnsCode.NXDomain, 0)]
    [InlineData(UnregisteredMode.Allow, UndeclaredNames.Policy, DnsCode.NXDomain, 0)]
    [InlineData(UnregisteredMode.Allow, UndeclaredNames.Refuse, DnsCode.Refused, 5)]
    internal async Task Ask_UndeclaredName_GetsWhatModeAndSettingSay(UnregisteredMode mode, UndeclaredNames undeclared, DnsCode refusal, int code)
    {
        using var rig = new DnsRig(Api, new DnsOptions { Undeclared = undeclared, Refusal = refusal }, mode);
        rig.Server.Set("other.example.com", 60, "93.184.216.34");
        var answer = await rig.AskAsync("other.example.com");
        Assert.Equal(code, answer.Code);
        Assert.Equal(code == 0 ? 1 : 0, rig.Server.Questions);
        Assert.Equal(code == 0, answer.Addresses.Any());
    }

    [Fact]
    public async Task Ask_UndeclaredNameThatLeadsInside_IsRefused()
    {
        using var rig = new DnsRig(Api, mode: UnregisteredMode.Allow);
        rig.Server.Set("rebind.example.com", 60, "10.1.2.3");
        Assert.Equal(3, (await rig.AskAsync("rebind.example.com")).Code);
        Assert.Equal(1, rig.Count(DnsOutcome.Guarded));
    }

    [Fact]
    public async Task Ask_InternalName_IsForwardedWhateverTheModeAndMayBePrivate()
    {
        using var rig = new DnsRig(Api, new DnsOptions { Internal = [DnsName.FromHost("cluster.local")!] });
        rig.Server.Set("web.default.svc.cluster.local", 5, "10.96.0.7", "127.0.0.1", "169.254.169.254");
        Assert.Equal(["10.96.0.7"], (await rig.AskAsync("web.default.svc.cluster.local")).Addresses);
        Assert.Equal(3, (await rig.AskAsync("xcluster.local")).Code);
    }

    [Fact]
    public async Task Ask_ServiceThatIsDeniedToThisCaller_IsRefused()
    {
        const string policy = """
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: deny, namespace: default }
            spec:
              action: DENY
              rules:
              - from: [{ source: { principals: ["cluster.local/ns/shop/sa/job"] } }]
                to: [{ operation: { hosts: [db.example.com] } }]

            """;
        using var job = new DnsRig(Api + Database + policy, identity: "spiffe://cluster.local/ns/shop/sa/job");
        Assert.Equal(3, (await job.AskAsync("db.example.com")).Code);
        Assert.Equal(1, job.Count(DnsOutcome.Denied));
        using var web = new DnsRig(Api + Database + policy, identity: "spiffe://cluster.local/ns/shop/sa/web");
        Assert.Equal(0, (await web.AskAsync("db.example.com")).Code);
    }

    [Theory]
    [InlineData("api.example.com.default.svc.cluster.local", DnsOutcome.SearchExpansion)]
    [InlineData("api.example.com.cluster.local", DnsOutcome.SearchExpansion)]
    [InlineData("other.example.com.cluster.local", DnsOutcome.Forwarded)]
    [InlineData("example.com.cluster.local", DnsOutcome.Forwarded)]
    internal async Task Ask_SearchDomains_AreAnsweredHereForDeclaredNames(string host, DnsOutcome expected)
    {
        using var rig = new DnsRig(Api, new DnsOptions { Refusal = DnsCode.Refused }, UnregisteredMode.Allow, resolvConf: "search default.svc.Cluster.local cluster.local.\noptions ndots:5\n");
        Assert.Equal(3, (await rig.AskAsync(host)).Code);
        Assert.Equal(1, rig.Count(expected));
    }

    [Theory, InlineData(DnsType.Https), InlineData(DnsType.Svcb)]
    internal async Task Ask_ServiceBindings_AreNone(DnsType type)
    {
        using var rig = new DnsRig(Api);
        var answer = await rig.AskAsync("api.example.com", type);
        Assert.Equal((0, 0), (answer.Code, answer.Answers.Count));
        Assert.Equal(0, rig.Server.Questions);
    }

    [Fact]
    public async Task Ask_FirstServerIsDead_TheNextAnswersAndIsAskedFirstFromThenOn()
    {
        using var dead = DnsServer.Start();
        dead.IsSilent = true;
        using var alive = DnsServer.Start();
        using var rig = new DnsRig(Api, new DnsOptions { CacheEntries = 0 }, servers: [dead.EndPoint, alive.EndPoint], patience: TimeSpan.FromMilliseconds(800));
        alive.Set("api.example.com", 60, "93.184.216.34");
        Assert.Equal(["93.184.216.34"], (await rig.AskAsync("api.example.com")).Addresses);
        Assert.Equal(["93.184.216.34"], (await rig.AskAsync("api.example.com")).Addresses);
        Assert.Equal((1, 2), (dead.Questions, alive.Questions));
        Assert.Equal(1, rig.Metrics.Upstream[UpstreamResult.Timeout].Value);
    }

    [Fact]
    public async Task Ask_ServerFails_OldAnswersAreGivenForAWhileThenServfail()
    {
        using var rig = new DnsRig(Api);
        rig.Server.Set("api.example.com", 60, "93.184.216.34");
        await rig.AskAsync("api.example.com");
        rig.Server.Fails = true;
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        var stale = await rig.AskAsync("api.example.com");
        Assert.Equal(["93.184.216.34"], stale.Addresses);
        Assert.Equal(30, stale.Answers[0].Ttl);
        var asked = rig.Server.Questions;
        await rig.AskAsync("api.example.com");
        Assert.Equal(asked, rig.Server.Questions);
        Assert.Equal(2, rig.Count(DnsOutcome.Stale));
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, (await rig.AskAsync("api.example.com")).Code);
        Assert.Equal(1, rig.Count(DnsOutcome.Failed));
    }

    [Fact]
    public async Task Ask_EqualQuestionsAtOnce_AreOneForTheServer()
    {
        using var rig = new DnsRig(Api);
        rig.Server.Set("api.example.com", 60, "93.184.216.34");
        var exchanges = Enumerable.Range(0, 50).Select(_ => DnsRig.Exchange("api.example.com", DnsType.A)).ToArray();
        Assert.All(exchanges, exchange => Assert.Equal(Resolver.Waits, rig.Resolver.TryAnswer(exchange)));
        var opened = new TaskCompletionSource();
        rig.Server.Opened = opened.Task;
        var answers = Array.ConvertAll(exchanges, rig.Resolver.AnswerAsync);
        opened.SetResult();
        var lengths = await Task.WhenAll(answers).Within("fifty answers");
        Assert.All(lengths, length => Assert.True(length > 0));
        Assert.Equal(1, rig.Server.Questions);
        Assert.Equal(49, rig.Metrics.Joined.Value);
    }

    [Fact]
    public async Task Ask_ForgedReplies_AreIgnored()
    {
        using var rig = new DnsRig(Api, patience: TimeSpan.FromMilliseconds(400));
        rig.Server.Set("api.example.com", 60, "93.184.216.34");
        rig.Server.Forges = true;
        Assert.Equal(2, (await rig.AskAsync("api.example.com")).Code);
        Assert.Equal(2, rig.Metrics.Upstream[UpstreamResult.Timeout].Value);
    }

    [Fact]
    public async Task Ask_AnswerThatDoesNotFitADatagram_ComesOverTcp()
    {
        using var rig = new DnsRig(Api);
        string[] addresses = [.. Enumerable.Range(1, 200).Select(i => $"93.184.216.{i}")];
        rig.Server.Set("api.example.com", 60, addresses);
        var answer = await rig.AskAsync("api.example.com", payload: 4096);
        Assert.Equal(addresses.Order(), answer.Addresses.Order());
        Assert.Equal(1, rig.Server.TcpQuestions);
    }

    [Fact]
    public async Task Ask_AfterAReload_UsesTheNewPlanAndForgetsWhatTheOldOneJudged()
    {
        using var rig = new DnsRig(Api);
        rig.Server.Set("api.example.com", 60, "10.1.2.3");
        Assert.Equal(["10.1.2.3"], (await rig.AskAsync("api.example.com")).Addresses);
        rig.Plan = DnsRig.Compile(Api.Replace("10.1.0.0/16", "10.2.0.0/16", StringComparison.Ordinal));
        Assert.Equal(3, (await rig.AskAsync("api.example.com")).Code);
        rig.Plan = DnsRig.Compile(Database[4..]);
        Assert.Single((await rig.AskAsync("db.example.com")).Answers);
        Assert.Equal(3, (await rig.AskAsync("api.example.com")).Code);
        Assert.Equal(1, rig.Count(DnsOutcome.Unregistered));
    }

    [Fact]
    public async Task Answer_KnownNames_AllocateNothing()
    {
        using var rig = new DnsRig(Api + Database);
        rig.Server.Set("api.example.com", 60, "93.184.216.34", "93.184.216.35");
        await rig.AskAsync("api.example.com");
        DnsExchange[] exchanges = [DnsRig.Exchange("api.example.com", DnsType.A), DnsRig.Exchange("db.example.com", DnsType.Aaaa), DnsRig.Exchange("other.example.com", DnsType.A)];
        AnswerAll(rig, exchanges, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AnswerAll(rig, exchanges, 1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AnswerAll(DnsRig rig, DnsExchange[] exchanges, int times)
    {
        for (var i = 0; i < times; i++)
            foreach (var exchange in exchanges)
                if (rig.Resolver.TryAnswer(exchange) <= 0)
                    Assert.Fail("not answered at once");
    }
}
