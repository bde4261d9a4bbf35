using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class SidecarTests
{
    private static readonly string Services =
        TestPolicies.ServiceIn("apis", "a.apis.test", "80 HTTP", "8080 HTTP") + TestPolicies.ServiceIn("shop", "b.shop.test", "80 HTTP");

    [Theory]
    [InlineData("hosts: ['*/*']", true, true)]
    [InlineData("hosts: ['./*']", false, true)]
    [InlineData("hosts: ['apis/*']", true, false)]
    [InlineData("hosts: ['apis/*.apis.test']", true, false)]
    [InlineData("hosts: ['apis/other.test']", false, false)]
    [InlineData("hosts: ['*/a.apis.test']", true, false)]
    [InlineData("hosts: ['~/*']", false, false)]
    public void Egress_Hosts_LimitWhatIsVisible(string egress, bool seesA, bool seesB)
    {
        var plan = TestPolicies.Plan(Services + Sidecar("shop", "egress: [{" + egress + "}]"), TestPolicies.Workload("shop"));
        Assert.Equal(seesA, TestCall.Http("a.apis.test").Decide(plan).IsAllowed);
        Assert.Equal(seesB, TestCall.Http("b.shop.test").Decide(plan).IsAllowed);
    }

    [Fact]
    public void Egress_ListenerWithPort_LocksThatPort()
    {
        var plan = TestPolicies.Plan(Services + Sidecar("shop", """
            egress:
            - port: { number: 8080, name: http, protocol: HTTP }
              hosts: ['shop/*']
            - hosts: ['*/*']
            """), TestPolicies.Workload("shop"));
        Assert.True(TestCall.Http("a.apis.test", 80).Decide(plan).IsAllowed);
        Assert.Equal(DecisionReason.PortNotDeclared, TestCall.Http("a.apis.test", 8080).Decide(plan).Reason);
    }

    [Fact]
    public void Egress_Hosts_LimitCallsNotWhereRoutesLead()
    {
        var plan = TestPolicies.Plan(
            Services + Sidecar("shop", "egress: [{hosts: ['shop/*']}]")
            + TestPolicies.VirtualService("b.shop.test", "http:\n- route: [{destination: {host: a.apis.test}}]", ns: "shop"),
            TestPolicies.Workload("shop"));
        Assert.Equal("outbound|80||a.apis.test", TestCall.Http("b.shop.test").Target(plan));
        Assert.Equal("Unregistered", TestCall.Http("a.apis.test").Target(plan));
    }

    [Theory]
    [InlineData("outboundTrafficPolicy: {mode: REGISTRY_ONLY}", DecisionReason.Unregistered)]
    [InlineData("outboundTrafficPolicy: {mode: ALLOW_ANY}", DecisionReason.AllowedUnregistered)]
    [InlineData("egress: [{hosts: ['*/*']}]", DecisionReason.Unregistered)]
    public void OutboundTrafficPolicy_DecidesAboutUndeclared(string spec, DecisionReason expected)
    {
        var plan = TestPolicies.Plan(Services + Sidecar("shop", spec), TestPolicies.Workload("shop"));
        Assert.Equal(expected, TestCall.Http("unknown.test").Decide(plan).Reason);
    }

    [Theory]
    [InlineData("app=web", DecisionReason.AllowedUnregistered)]
    [InlineData("app=db", DecisionReason.Unregistered)]
    public void Sidecar_Selector_BeatsTheNamespaces(string label, DecisionReason expected)
    {
        var plan = TestPolicies.Plan(
            Services
            + Sidecar("istio-system", "outboundTrafficPolicy: {mode: ALLOW_ANY}", "root")
            + Sidecar("shop", "outboundTrafficPolicy: {mode: REGISTRY_ONLY}", "all")
            + Sidecar("shop", "workloadSelector: {labels: {app: web}}\noutboundTrafficPolicy: {mode: ALLOW_ANY}", "web"),
            TestPolicies.Workload("shop", label));
        Assert.Equal(expected, TestCall.Http("unknown.test").Decide(plan).Reason);
    }

    private static string Sidecar(string ns, string spec, string name = "default") => $"""
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {"{"} name: {name}, namespace: {ns} {"}"}
        spec:
        {TestPolicies.Indent(spec, 2)}

        """;
}
