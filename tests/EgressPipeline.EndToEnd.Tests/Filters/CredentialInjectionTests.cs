using CredentialInjection.Tests.Aws;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>The filter <c>credential-injection</c>, loaded from a folder by the real sidecar: services see the credential, applications never do.</summary>
public sealed class CredentialInjectionTests
{
    private const string Host = CredentialScene.Host;
    private const string Secret = CredentialScene.Secret;
    private const string ApiKey = "apiKey: { keyFile: {folder}/secret, header: X-Api-Key }";

    [Fact]
    public async Task ApiKey_OfAMountedFile_IsSeenByTheServiceOnly()
    {
        await using var scene = await CredentialScene.StartAsync(ApiKey);
        scene.Service.Respond = request => new SimpleResponse(302, "", $"Location: https://{Host}/next?key={request.Message.Header("x-api-key")}\r\nX-Echo: {request.Message.Header("x-api-key")}\r\n");

        var answer = await scene.GetAsync("/v1/items", "X-Api-Key: theirs\r\nX_Api_Key: theirs\r\n");

        Assert.Equal(302, answer.Status);
        var request = Assert.Single(scene.Service.Requests);
        Assert.NotNull(request.Tls);
        Assert.Equal(Secret, request.Message.Header("x-api-key"));
        Assert.DoesNotContain("theirs", request.Message.Head, StringComparison.Ordinal);
        Assert.Equal($"https://{Host}/next?key=REDACTED", answer.Header("location"));
        Assert.DoesNotContain(Secret, answer.ToString(), StringComparison.Ordinal);
        await scene.Scene.RecordAsync("/v1/items");
        Assert.DoesNotContain(Secret, await scene.EverythingAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await scene.Scene.MetricAsync("egress_filter_credential_injection_injected_total"));
    }

    [Fact]
    public async Task ApiKey_InTheQuery_IsNeitherLoggedNorShownInARedirect()
    {
        await using var scene = await CredentialScene.StartAsync("apiKey: { keyFile: {folder}/secret, query: key }");
        scene.Service.Respond = request => new SimpleResponse(301, "", $"Location: {request.Message.Target.Replace("?", "/?", StringComparison.Ordinal)}\r\n");

        var answer = await scene.GetAsync("/v1/items?a=1&key=theirs");

        Assert.Equal($"/v1/items?a=1&key={Secret}", Assert.Single(scene.Service.Requests).Message.Target);
        Assert.Equal("/v1/items/?a=1&key=REDACTED", answer.Header("location"));
        await scene.Scene.RecordAsync("/v1/items");
        Assert.DoesNotContain(Secret, await scene.EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiKey_NamedInTheApplicationsConnectionHeader_IsSentAllTheSame()
    {
        await using var scene = await CredentialScene.StartAsync(ApiKey);
        await scene.GetAsync("/", "Connection: x-api-key\r\n");
        Assert.Equal(Secret, Assert.Single(scene.Service.Requests).Message.Header("x-api-key"));
    }

    [Fact]
    public async Task Secret_Rotated_IsUsedOnAnOpenConnectionAndGoneWhenTaken()
    {
        await using var scene = await CredentialScene.StartAsync("basic: { user: shop, passwordFile: {folder}/secret }");
        await using var client = await scene.Scene.ConnectProxyAsync();
        async Task<int> CallAsync()
        {
            await client.SendAsync($"GET http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n\r\n");
            return (await client.ReadResponseAsync()).Status;
        }
        static string Basic(string password) => "Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("shop:" + password));
        Assert.Equal(200, await CallAsync());
        Assert.Equal(Basic(Secret), scene.Service.Requests.Last().Message.Header("authorization"));

        scene.Folder.Write("secret", "rotated");
        await Deadline.UntilAsync(async () => await CallAsync() == 200 && scene.Service.Requests.Last().Message.Header("authorization") == Basic("rotated"), "the new password");

        File.Delete(scene.Folder.File("secret"));
        await Deadline.UntilAsync(async () => await CallAsync() == 503, "calls to be refused");
        Assert.Contains("'" + scene.Folder.File("secret") + "' does not exist", scene.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_MissingAtTheStart_RefusesItsCallsAndNoOthers()
    {
        await using var scene = await CredentialScene.StartAsync("apiKey: { keyFile: {folder}/later, header: X-Api-Key }",
            scene => PolicyText.Join("", PolicyText.Service("other.example.com", 80, "HTTP", scene.Service.EndPoint), PolicyText.Destination("other.example.com", $"trafficPolicy:\n  tls: {{ {scene.Tls}, sni: {Host} }}")));

        var refused = await scene.GetAsync();
        Assert.Equal(503, refused.Status);
        Assert.Contains("missing or unreadable", refused.Text, StringComparison.Ordinal);
        Assert.Equal("FilterBinding/default/credential-injection", refused.Header("x-egress-decision"));
        Assert.Equal(200, (await scene.Scene.GetAsync("http://other.example.com/")).Status);
        Assert.Null(Assert.Single(scene.Service.Requests).Message.Header("x-api-key"));

        scene.Folder.Write("later", Secret);
        await Deadline.UntilAsync(async () => (await scene.GetAsync()).Status == 200, "the credential");
    }

    [Fact]
    public async Task Service_WithoutTls_GetsNoCredentialUnlessThatIsAcknowledged()
    {
        await using var plain = SimpleHttpServer.Start();
        await using var scene = await CredentialScene.StartAsync(ApiKey, scene => PolicyText.Join("", PolicyText.Service("plain.example.com", 80, "HTTP", plain.EndPoint))
            + FilterScene.Binding("credential-injection", $"hosts: [plain.example.com]\nconfig: {{ apiKey: {{ keyFile: {scene.Folder.File("secret")}, header: X-Api-Key }} }}", "plain"));

        var refused = await scene.Scene.GetAsync("http://plain.example.com/");
        Assert.Equal(403, refused.Status);
        Assert.Contains("not verified TLS", refused.Text, StringComparison.Ordinal);
        Assert.Empty(plain.Requests);

        scene.Scene.Rewrite(PolicyText.Service("plain.example.com", 80, "HTTP", plain.EndPoint)
            + FilterScene.Binding("credential-injection", $"hosts: [plain.example.com]\nconfig: {{ allowPlaintext: true, apiKey: {{ keyFile: {scene.Folder.File("secret")}, header: X-Api-Key }} }}", "plain"));
        await Deadline.UntilAsync(async () => (await scene.Scene.GetAsync("http://plain.example.com/")).Status == 200, "the acknowledged binding");
        Assert.Equal(Secret, plain.Requests.Last().Message.Header("x-api-key"));
        Assert.Contains("'default/plain' is sent over connections that are not verified TLS", scene.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_RedirectedOrRoutedToAnotherService_CarriesNoCredential()
    {
        await using var scene = await CredentialScene.StartAsync(ApiKey, scene => PolicyText.Join("",
            PolicyText.Service("elsewhere.example.com", 80, "HTTP", scene.Service.EndPoint),
            PolicyText.Destination("elsewhere.example.com", $"trafficPolicy:\n  tls: {{ {scene.Tls}, sni: {Host} }}"),
            PolicyText.Routes(Host, """
                - match: [{ uri: { prefix: /routed } }]
                  route: [{ destination: { host: elsewhere.example.com } }]
                - route: [{ destination: { host: api.example.com } }]
                """)) + FilterScene.Binding("gate"), "SamplePlugin");

        Assert.Equal(200, (await scene.GetAsync("/redirected", "x-gate: redirect\r\n")).Status);
        var redirected = Assert.Single(scene.Service.Requests).Message;
        Assert.Equal("elsewhere.example.com", redirected.Header("host"));
        Assert.Null(redirected.Header("x-api-key"));

        var routed = await scene.GetAsync("/routed");
        Assert.Equal(403, routed.Status);
        Assert.Contains("trustedServices", routed.Text, StringComparison.Ordinal);
        Assert.Single(scene.Service.Requests);
    }

    [Fact]
    public async Task Token_OfARealEndpoint_IsFetchedOnceAndKept()
    {
        await using var scene = await CredentialScene.StartAsync("apiKey: { keyFile: {folder}/secret, header: X-Api-Key }");
        await using var login = scene.StartServer("127.0.0.1");
        login.Respond = _ => new SimpleResponse(200, $$"""{"access_token":"{{Secret}}-token","token_type":"Bearer","expires_in":3600}""", "Content-Type: application/json\r\n");
        scene.Scene.Rewrite(scene.Policies($"clientCredentials: {{ tokenEndpoint: 'https://127.0.0.1:{login.Port}/token', clientId: shop, clientSecretFile: {{folder}}/secret, caFile: {{folder}}/ca.pem, scopes: [read] }}"));

        await Deadline.UntilAsync(async () => (await scene.GetAsync("/", "Authorization: Basic theirs\r\n")).Status == 200 && scene.Service.Requests.Last().Message.Header("authorization") == $"Bearer {Secret}-token", "a call with a token");
        for (var i = 0; i < 5; i++)
            Assert.Equal(200, (await scene.GetAsync()).Status);

        var call = Assert.Single(login.Requests).Message;
        Assert.Equal("grant_type=client_credentials&scope=read", call.Text);
        Assert.DoesNotContain(Secret, await scene.EverythingAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3", "PUT", "/bucket/a%20b//c(1)?x-id=PutObject&tagging", "signed")]
    [InlineData("s3", "PUT", "/bucket/key", "unsigned")]
    [InlineData("sqs", "POST", "/a/./b/../c//?q=2&q=1", "signed")]
    public async Task AwsSignature_OfWhatArrives_IsGood(string service, string method, string target, string payload)
    {
        await using var scene = await CredentialScene.StartAsync($"awsSignature: {{ service: {service}, region: eu-central-1, credentialsFile: {{folder}}/aws, payload: {payload}, maxBody: 100000 }}");
        scene.Folder.Write("aws", $"[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = {Secret}\naws_session_token = {Secret}-session\n");
        await Deadline.UntilAsync(async () => (await scene.GetAsync("/ready")).Status == 200, "the keys");
        var body = new string('b', 100_000);

        var answer = await scene.Scene.SendAsync($"{method} http://{Host}{target} HTTP/1.1\r\nHost: {Host}\r\nContent-Type: text/plain\r\nAuthorization: theirs\r\nx-amz-acl:  private \r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.Equal(200, answer.Status);
        var request = scene.Service.Requests.Last().Message;
        Assert.Equal(body.Length, request.Body.Length);
        Assert.Equal(Secret + "-session", request.Header("x-amz-security-token"));
        var signed = new SignatureVerifier(Secret, "eu-central-1", service).Verify((request.Method, request.Target), [.. request.Fields.Select(field => (field.Key, field.Value))], request.Body);
        Assert.Contains("x-amz-acl", signed);
        Assert.DoesNotContain(Secret, await scene.EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AwsSignature_OfABodyOverTheBound_Is413()
    {
        await using var scene = await CredentialScene.StartAsync("awsSignature: { service: sqs, region: eu-central-1, accessKeyIdFile: {folder}/secret, secretAccessKeyFile: {folder}/secret, maxBody: 10 }");
        var answer = await scene.Scene.SendAsync($"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 11\r\n\r\nhello world");
        Assert.Equal(413, answer.Status);
        Assert.Empty(scene.Service.Requests);
    }

    [Theory]
    [InlineData("hosts: [api.example.com]\nconfig: { apiKey: { keyFile: key, header: X-Api-Key } }", "config.apiKey.keyFile: write the whole path")]
    [InlineData("hosts: [api.example.com]\nconfig: { apiKey: { keyFile: /key, header: X-Api-Key }, basic: { user: a, passwordFile: /b } }", "exactly one of apiKey")]
    [InlineData("hosts: [api.example.com]\nconfig: { apikey: {} }", "apiKey")]
    [InlineData("config: { apiKey: { keyFile: /key, header: X-Api-Key } }", "EGP1308")]
    public async Task Binding_ThatCannotWork_RefusesTheStartAtItsLine(string binding, string expected)
    {
        await using var upstream = SimpleHttpServer.Start();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            FilterScene.StartAsync(PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint) + FilterScene.Binding("credential-injection", binding), ["CredentialInjection"]));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Matches(@"policy\.yaml[:(]\d+", refused.Message);
    }
}
