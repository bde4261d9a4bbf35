using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for fault, mirror and corsPolicy.</summary>
internal static class HttpExtraValidator
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE"];

    public static void Validate(HttpRouteRule route, DiagnosticBag bag)
    {
        if (route.Fault is { } fault)
            CheckFault(fault, bag);
        foreach (var mirror in route.Mirrors)
            DestinationValidator.Validate(mirror.Destination, bag);
        if (route.Cors is { } cors)
            CheckCors(cors, bag);
    }

    private static void CheckFault(FaultRule fault, DiagnosticBag bag)
    {
        if (fault.Delay is null && fault.Abort is null)
            bag.Report(VirtualServiceDiagnostics.BadFault, fault.Source, "neither delay nor abort");
        if (fault.Delay is { } delay)
            CheckDelay(delay, bag);
        if (fault.Abort is { } abort)
            CheckAbort(abort, bag);
    }

    private static void CheckDelay(FaultDelayRule delay, DiagnosticBag bag)
    {
        CheckPercentage(delay.Percentage, "delay", delay.Source, bag);
        if (delay.ExponentialDelay is { } exponential)
            bag.Report(VirtualServiceDiagnostics.BadFault, exponential.Source, "exponentialDelay is not supported");
        else if (delay.FixedDelay is null)
            bag.Report(VirtualServiceDiagnostics.BadFault, delay.Source, "a delay needs fixedDelay");
    }

    private static void CheckAbort(FaultAbortRule abort, DiagnosticBag bag)
    {
        CheckPercentage(abort.Percentage, "abort", abort.Source, bag);
        if (abort.HttpStatus is null && abort.GrpcStatus is null && abort.Http2Error is null)
            bag.Report(VirtualServiceDiagnostics.BadFault, abort.Source, "an abort needs httpStatus or grpcStatus");
        if (abort.HttpStatus is { } status && status.Value is < 200 or > 599)
            bag.Report(VirtualServiceDiagnostics.BadFault, status.Source, "status " + status.Value + " is not in 200..599");
        if (abort.GrpcStatus is { } grpc && GrpcStatusNames.CodeOf(grpc.Value) is null)
            bag.Report(VirtualServiceDiagnostics.BadFault, grpc.Source, "'" + grpc.Value + "' is no gRPC status");
        if (abort.Http2Error is { } http2)
            bag.Report(VirtualServiceDiagnostics.BadFault, http2.Source, "http2Error is not supported");
    }

    private static void CheckPercentage(Located<double>? percentage, string part, SourceRef source, DiagnosticBag bag)
    {
        if (percentage is not { } p)
            bag.Report(VirtualServiceDiagnostics.FaultOfNoCall, source, part);
        else if (!(p.Value is 0 or (>= 0.0001 and <= 100)))
            bag.Report(VirtualServiceDiagnostics.BadFault, p.Source, "percentage " + p.Value + " is neither 0 nor in 0.0001..100");
    }

    private static void CheckCors(CorsRule cors, DiagnosticBag bag)
    {
        foreach (var origin in cors.AllowOrigins)
        {
            if (origin.Value.Length == 0)
                bag.Report(VirtualServiceDiagnostics.BadCors, origin.Source, "an origin is empty");
            else
                RegexChecks.Check(origin, bag);
        }
        foreach (var method in cors.AllowMethods)
            if (Array.IndexOf(Methods, method.Value) < 0)
                bag.Report(VirtualServiceDiagnostics.BadCors, method.Source, "'" + method.Value + "' is no HTTP method");
        foreach (var name in cors.AllowHeaders.Concat(cors.ExposeHeaders))
            if (name.Value != "*" && !IsCorsHeader(name.Value))
                bag.Report(VirtualServiceDiagnostics.BadCors, name.Source, "'" + name.Value + "' is no header name");
        if (cors.MaxAge is { } age && age.Value.Ticks % TimeSpan.TicksPerSecond != 0)
            bag.Report(VirtualServiceDiagnostics.BadCors, age.Source, "maxAge is not in whole seconds");
    }

    private static bool IsCorsHeader(string name)
    {
        foreach (var c in name)
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_'))
                return false;
        return name.Length > 0;
    }
}
