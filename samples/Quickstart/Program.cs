using System.Net;
using System.Runtime.InteropServices;
using EgressPipeline.Hosting;
using Quickstart;

SocketEngine.Configure(Environment.ProcessorCount);
await using var world = await OutsideWorld.StartAsync();
using var policies = PolicyFolder.Write(world);
using var records = new RecordStream();
var loopback = new IPEndPoint(IPAddress.Loopback, 0);
var options = new SidecarOptions { Policies = [policies.Path], Outbound = loopback, Proxy = loopback, Admin = loopback, Metrics = loopback, Plugins = Path.Combine(AppContext.BaseDirectory, "plugins") };
var start = await Sidecar.StartAsync(options, new SidecarOutputs(records, Console.Error, TimeProvider.System), CancellationToken.None);
if (start.Sidecar is null)
{
    foreach (var problem in start.Problems)
        Console.Error.WriteLine(problem);
    return 3;
}
await using var sidecar = start.Sidecar;
Console.WriteLine($"A sidecar and a small outside world run on loopback. Policies: {policies.Path}");
var asExpected = await new Tour(sidecar.Proxy!, records).RunAsync();
if (args.Contains("--once"))
    return asExpected ? 0 : 1;

Console.WriteLine($"""
    Try it yourself:
      curl -x http://{sidecar.Proxy} http://api.example.com/hello
      curl -x http://{sidecar.Proxy} -X DELETE http://api.example.com/hello
      curl -x http://{sidecar.Proxy} http://nobody-declared.example.com/
      curl -x http://{sidecar.Proxy} -d 'card 4111 1111 1111 1111' http://partner.example.com/
      curl -H 'Host: api.example.com' http://{sidecar.Outbound}/hello     (the transparent listener, by Host)
      curl http://{sidecar.Admin}/clusters                                (admin; open it in a browser, too)
      curl http://{sidecar.Metrics}/metrics
    Edit a file in {policies.Path} and the sidecar reloads it. Ctrl-C ends.
    """);
var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStop);
await stop.Task;
return 0;

void OnStop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.TrySetResult();
}
