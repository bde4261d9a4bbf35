using System.Runtime.InteropServices;
using EgressPipeline.Filters;

namespace EgressPipeline.Hosting;

/// <summary>Runs one sidecar as this process: start-up lines, signals.</summary>
internal static class SidecarProcess
{
    /// <summary>Serves until it is told to end.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="compiledIn">The host's own filters.</param>
    /// <returns>False when it could not start; standard error has the reasons then.</returns>
    public static async Task<bool> RunAsync(SidecarOptions options, IReadOnlyList<FilterDescriptor> compiledIn)
    {
        SocketEngine.Configure(options.Concurrency);
        var outputs = new SidecarOutputs(Console.OpenStandardOutput(), Console.Error, TimeProvider.System);
        var start = await Sidecar.StartAsync(options, outputs, compiledIn, CancellationToken.None);
        foreach (var warning in start.Warnings)
            Console.Error.WriteLine(warning);
        if (start.Sidecar is null)
        {
            foreach (var problem in start.Problems)
                Console.Error.WriteLine("egress: " + problem);
            return false;
        }
        await using var sidecar = start.Sidecar;
        foreach (var line in StartupLines.Of(sidecar, options))
            Console.Error.WriteLine(line);
        await ServeUntilToldAsync(sidecar);
        return true;
    }

    private static async Task ServeUntilToldAsync(Sidecar sidecar)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStop);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _ = sidecar.ReloadAsync(CancellationToken.None); // logs what comes of it, faults included
        });
        using var quit = sidecar.Quit.Register(() => stop.TrySetResult());
        // After the handlers: whoever waits for this line may send a signal right after it.
        Console.Error.WriteLine(ProcessAge.Read() is { } age ? $"ready in {age.TotalMilliseconds:0} ms" : "ready");
        StartUpMemory.Release();
        await stop.Task;
        await sidecar.StopAsync();

        void OnStop(PosixSignalContext context)
        {
            context.Cancel = true;
            // The second one is somebody who does not want to wait.
            if (!stop.TrySetResult())
                sidecar.EndDrainNow();
        }
    }
}
