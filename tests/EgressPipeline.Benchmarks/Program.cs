using BenchmarkDotNet.Running;
using EgressPipeline.Benchmarks;

// dotnet run -c Release --project tests/EgressPipeline.Benchmarks -- --filter '*Decision*'   some of them, to the console
// dotnet run -c Release --project tests/EgressPipeline.Benchmarks -- --write                 all of them, into docs/performance.md
var isWritten = args is ["--write"];
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(isWritten ? ["--filter", "*"] : args, BenchmarkSettings.Create());
if (isWritten)
    PerformancePage.Write(summaries);
