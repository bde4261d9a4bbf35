using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using EgressPipeline.Dns;
using EgressPipeline.Dns.Messages;
using EgressPipeline.TestKit;
using EgressPipeline.Tests.Dns.Messages;
using Microsoft.AspNetCore.Connections;

namespace EgressPipeline.Tests.Dns;

/// <summary>Bounds on questions under way: at the bound all is well, one more is refused, and what is known is answered still.</summary>
public sealed class DnsBoundsTests : IDisposable
{
    private const string Services = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: wild, namespace: default }
        spec:
          hosts: ["*.example.com"]
          ports: [{ number: 443, name: tls, protocol: TLS }]
          resolution: NONE
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: db, namespace: default }
        spec:
          hosts: [db.example.com]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: DNS

        """;

    /// <summary>A name server that takes questions and says nothing.</summary>
    private readonly Socket _mute = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly DnsRig _rig;

    public DnsBoundsTests()
    {
        _mute.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _rig = new DnsRig(Services, servers: [(IPEndPoint)_mute.LocalEndPoint!]);
    }

    public void Dispose()
    {
        _rig.Dispose();
        _mute.Dispose();
    }

    [Fact]
    public async Task Forwarder_QuestionTooMany_IsOverloadAtOnce()
    {
        for (var i = 0; i < Forwarder.MaxQuestions; i++)
            Assert.False(_rig.Forwarder.AskAsync(Wire.Key($"n{i}.example.com", DnsType.A), static _ => true).IsCompleted);

        var refused = _rig.Forwarder.AskAsync(Wire.Key("late.example.com", DnsType.A), static _ => true);

        Assert.True(refused.IsCompletedSuccessfully);
        Assert.Same(Refusals.Overload, await refused);
        Assert.Equal(Forwarder.MaxQuestions, _rig.Forwarder.Questions);
    }

    [Fact]
    public async Task Udp_QuestionTooManyWaits_IsServfailAndCountedAndKnownNamesAreAnswered()
    {
        using var listener = UdpListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), _rig.Resolver);
        listener.Start();
        using var asker = new UdpClient();
        asker.Connect(listener.Bound);
        for (var i = 0; i < UdpListener.MaxWaiting; i++)
        {
            await asker.SendAsync(Wire.Query($"n{i}.example.com", DnsType.A, 1232));
            if (i % 64 == 63) // what a socket has room for whatever the machine's settings
                await Deadline.UntilAsync(() => _rig.Forwarder.Questions == i + 1, "the questions wait");
        }
        Assert.Equal(0, _rig.Count(DnsOutcome.Overload));

        await asker.SendAsync(Wire.Query("late.example.com", DnsType.A, 1232));
        var refused = Wire.Parse((await asker.ReceiveAsync().Within("the refusal")).Buffer);
        await asker.SendAsync(Wire.Query("db.example.com", DnsType.A, 1232));
        var known = Wire.Parse((await asker.ReceiveAsync().Within("what is known")).Buffer);

        Assert.Equal(DnsCode.ServFail, (DnsCode)refused.Code);
        Assert.Equal((DnsCode.NoError, 1), ((DnsCode)known.Code, known.Answers.Count));
        Assert.Equal((1, 1), (_rig.Count(DnsOutcome.Overload), _rig.Count(DnsOutcome.Virtual)));
    }

    [Fact]
    public async Task Tcp_QuestionTooManyOfAConnection_WaitsUntilOneIsAnswered()
    {
        using var rig = new DnsRig(Services);
        var opened = new TaskCompletionSource();
        rig.Server.Opened = opened.Task;
        var pair = new Pipe();
        await using var connection = new DefaultConnectionContext("asker", new DuplexPipe(new Pipe().Reader, pair.Writer), new DuplexPipe(pair.Reader, new Pipe().Writer));
        using var answers = new TcpAnswers(connection, rig.Resolver, TcpQueries.MaxWaiting);
        for (var i = 0; i < TcpQueries.MaxWaiting; i++)
            Assert.True(answers.AnswerAsync(Question($"n{i}.example.com")).AsTask().IsCompletedSuccessfully);
        Assert.True(await answers.AnswerAsync(Question("db.example.com"))); // known: it waits for nobody

        var seventeenth = answers.AnswerAsync(Question("late.example.com")).AsTask();
        Assert.False(seventeenth.IsCompleted);
        opened.SetResult();

        Assert.True(await seventeenth.Within("room for the seventeenth question"));
        await answers.FinishAsync().Within("all answers");
        Assert.Equal(TcpQueries.MaxWaiting + 1, rig.Count(DnsOutcome.Forwarded));
    }

    [Theory]
    [InlineData(DnsExchange.MaxQuery, DnsOutcome.Virtual), InlineData(DnsExchange.MaxQuery + 1, DnsOutcome.Malformed)]
    internal async Task Udp_QuestionOfSize_IsBounded(int size, DnsOutcome outcome)
    {
        using var listener = UdpListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), _rig.Resolver);
        listener.Start();
        using var asker = new UdpClient();
        asker.Connect(listener.Bound);

        await asker.SendAsync(Padded(size));
        var answer = Wire.Parse((await asker.ReceiveAsync().Within("an answer")).Buffer);

        Assert.Equal(outcome == DnsOutcome.Virtual ? DnsCode.NoError : DnsCode.FormErr, (DnsCode)answer.Code);
        Assert.Equal(1, _rig.Count(outcome));
    }

    /// <summary>A query whose OPT record is filled up (RFC 7830).</summary>
    internal static byte[] Padded(int size)
    {
        var query = Wire.Query("db.example.com", DnsType.A, 1232);
        var padding = size - query.Length - 4;
        return [.. query[..^2], .. Wire.Word(padding + 4), .. Wire.Word(12), .. Wire.Word(padding), .. new byte[padding]];
    }

    private static DnsExchange Question(string host)
    {
        var query = Wire.Query(host, DnsType.A);
        var exchange = new DnsExchange(isTcp: true) { Length = query.Length };
        query.CopyTo(exchange.Message, 0);
        return exchange;
    }

    private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;
        public PipeWriter Output => output;
    }
}
