using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Benchmarks;

/// <summary>
/// What a generator would write for the routes of <see cref="SyntheticPolicies"/> if matches were code: the yardstick for
/// keeping them as data. Written by hand, since no generator writes it.
/// </summary>
internal static class RoutesAsCode
{
    /// <summary>Index of the first route that holds; -1 for none.</summary>
    public static int Choose(in CallFacts call)
    {
        if (call.Path.StartsWith("/v0/"u8) && HasId(call, "0"u8))
            return 0;
        if (call.Path.StartsWith("/v1/"u8) && HasId(call, "1"u8))
            return 1;
        if (call.Path.StartsWith("/v2/"u8) && HasId(call, "2"u8))
            return 2;
        if (call.Path.StartsWith("/v3/"u8) && HasId(call, "3"u8))
            return 3;
        if (call.Path.StartsWith("/v4/"u8) && HasId(call, "4"u8))
            return 4;
        if (call.Path.StartsWith("/v5/"u8) && HasId(call, "5"u8))
            return 5;
        if (call.Path.StartsWith("/v6/"u8) && HasId(call, "6"u8))
            return 6;
        if (call.Path.StartsWith("/v7/"u8) && HasId(call, "7"u8))
            return 7;
        if (call.Path.StartsWith("/v8/"u8) && HasId(call, "8"u8))
            return 8;
        if (call.Path.StartsWith("/v9/"u8) && HasId(call, "9"u8))
            return 9;
        if (call.Path.StartsWith("/v10/"u8) && HasId(call, "10"u8))
            return 10;
        if (call.Path.StartsWith("/v11/"u8) && HasId(call, "11"u8))
            return 11;
        if (call.Path.StartsWith("/v12/"u8) && HasId(call, "12"u8))
            return 12;
        if (call.Path.StartsWith("/v13/"u8) && HasId(call, "13"u8))
            return 13;
        if (call.Path.StartsWith("/v14/"u8) && HasId(call, "14"u8))
            return 14;
        if (call.Path.StartsWith("/v15/"u8) && HasId(call, "15"u8))
            return 15;
        if (call.Path.StartsWith("/v16/"u8) && HasId(call, "16"u8))
            return 16;
        if (call.Path.StartsWith("/v17/"u8) && HasId(call, "17"u8))
            return 17;
        if (call.Path.StartsWith("/v18/"u8) && HasId(call, "18"u8))
            return 18;
        if (call.Path.StartsWith("/v19/"u8) && HasId(call, "19"u8))
            return 19;
        return -1;
    }

    private static bool HasId(in CallFacts call, ReadOnlySpan<byte> id) =>
        call.Headers is { } headers && headers.TryGetHeader("x-id"u8, out var value) && value.SequenceEqual(id);
}
