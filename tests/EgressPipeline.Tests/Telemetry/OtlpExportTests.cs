using System.Net;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Hosting;
using EgressPipeline.Pipeline;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Tests.Telemetry;

[Collection("spans")]
public sealed class OtlpExportTests
{
    [Fact]
    public void Start_NoEndpoint_DoesNothing()
    {
        Assert.Null(OtlpExport.Start(null, new WorkloadLabels()));
        Assert.False(new Tracing(TraceMode.Both).IsEnabled);
    }

    [Fact]
    public async Task Dispose_Endpoint_SendsSpansThere()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var tracing = new Tracing(TraceMode.Both);
        var export = OtlpExport.Start(new Uri("http://" + collector.LocalEndpoint), new WorkloadLabels())!;
        Assert.True(tracing.IsEnabled);
        var sampled = new TraceContext(1, 2, 3, SamplingDecision.Sampled);
        tracing.Stop(tracing.StartAttempt(sampled, ClusterPlans.Named("api.example.com"), "GET", 1), 200, EgressErrorReason.None, ResponseFlags.None);

        var accepting = collector.AcceptSocketAsync();
        var disposing = Task.Factory.StartNew(export.Dispose, TaskCreationOptions.LongRunning);
        using var connection = await accepting.WaitAsync(TimeSpan.FromSeconds(30));
        var preface = new byte[14];
        Assert.Equal(14, await connection.ReceiveAsync(preface));
        Assert.Equal("PRI * HTTP/2.0", Encoding.ASCII.GetString(preface));

        // The collector is gone: the export gives up, nothing throws.
        connection.Close();
        collector.Stop();
        await disposing.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(tracing.IsEnabled);
    }
}
