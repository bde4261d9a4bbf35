using System.Buffers;
using EgressPipeline.Http;
using EgressPipeline.Tests.Dns.Messages;
using SharpFuzz;

// One target a parser, chosen by the first argument. A crash is an exception, also one thrown by the checks here.
Action<byte[]> target = args.FirstOrDefault() switch
{
    "request" => static bytes => FuzzTargets.Request(bytes),
    "response" => static bytes => FuzzTargets.Response(bytes),
    "chunked" => static bytes => FuzzTargets.Chunked(bytes),
    "policy" => static bytes => PolicyTarget.Run(bytes),
    "dns" => MessageInvariants.Check,
    "hello" => static bytes => ClientHelloReader.TryRead(new ReadOnlySequence<byte>(bytes), out _),
    _ => throw new ArgumentException("usage: request | response | chunked | hello | policy | dns"),
};
Fuzzer.OutOfProcess.Run(stream =>
{
    using var copy = new MemoryStream();
    stream.CopyTo(copy);
    target(copy.ToArray());
});
