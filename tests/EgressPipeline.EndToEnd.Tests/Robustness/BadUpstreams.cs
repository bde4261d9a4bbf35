using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

/// <summary>The table: resets, ends, stalls and lies at each point of an exchange.</summary>
internal static class BadUpstreams
{
    private const string Half = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf";
    private const string HalfChunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nhalf";

    public static readonly BadUpstream[] All =
    [
        // Resets.
        new("reset-at-once", static (c, _) => Resets(c)),
        new("reset-after-request", static async (c, _) => { await c.ReadHeadAsync(); c.Reset(); }),
        new("reset-in-request-body", static async (c, _) => { await c.ReadThroughAsync("half"); c.Reset(); }) { Announced = 100_000, Sent = 4 },
        new("reset-in-status-line", static (c, _) => SendsAndResets(c, "HTTP/1.1 2")),
        new("reset-in-head", static (c, _) => SendsAndResets(c, "HTTP/1.1 200 OK\r\nX-A")),
        new("reset-after-head", static (c, seen) => AnswersAndResets(c, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n", seen)) { Status = 200, IsCut = true },
        new("reset-in-body", static (c, seen) => AnswersAndResets(c, Half, seen)) { Status = 200, IsCut = true, Body = "half" },
        new("reset-in-chunk", static (c, seen) => AnswersAndResets(c, HalfChunk, seen)) { Status = 200, IsCut = true },
        // Ends.
        new("end-at-once", static (_, _) => Task.CompletedTask),
        new("end-after-request", static (c, _) => c.ReadHeadAsync()),
        new("end-in-request-body", static (c, _) => c.ReadThroughAsync("half")) { Announced = 100_000, Sent = 4 },
        new("end-in-status-line", static (c, _) => Sends(c, "HTTP/1.1 2")),
        new("end-in-head", static (c, _) => Sends(c, "HTTP/1.1 200 OK\r\nX-A: b\r\n")),
        new("end-after-informational", static (c, _) => Sends(c, "HTTP/1.1 103 Early Hints\r\n\r\n")),
        new("end-in-chunk", static (c, seen) => AnswersAndEnds(c, HalfChunk, seen)) { Status = 200, IsCut = true },
        new("end-without-last-chunk", static (c, seen) => AnswersAndEnds(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", seen)) { Status = 200, IsCut = true },
        // Stalls; the route allows a second.
        new("stall-at-once", static (c, _) => Stalls(c, "")) { Status = 504, Flag = "UT" },
        new("stall-in-head", static (c, _) => Stalls(c, "HTTP/1.1 200 OK\r\nX-A")) { Status = 504, Flag = "UT" },
        new("stall-after-informational", static (c, _) => Stalls(c, "HTTP/1.1 100 Continue\r\n\r\n")) { Status = 504, Flag = "UT" },
        new("stall-in-body", static (c, _) => Stalls(c, Half)) { Status = 200, Flag = "UT", IsCut = true, Body = "half", IsHeldAgainst = false },
        // Half-closes.
        new("half-close-before-answer", static async (c, _) => { c.ShutdownSend(); await c.ReadToEndAsync(); }),
        new("half-close-after-answer", static async (c, _) => { await Sends(c, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfull"); c.ShutdownSend(); await c.ReadToEndAsync(); }) { Status = 200, Flag = "-", Body = "full", IsHeldAgainst = false },
        // Early answers: the rest of the request is not waited for.
        new("early-answer", static async (c, _) => { await c.ReadThroughAsync("half"); await c.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno"); await c.ReadToEndAsync(); }) { Status = 413, Flag = "-", Body = "no", Announced = 100_000, Sent = 4, IsHeldAgainst = false },
        new("answer-before-request", static async (c, _) => { await c.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"); await c.ReadToEndAsync(); }) { Status = 200, Flag = "-", Body = "hi", IsHeldAgainst = false },
        // Storms.
        new("hundred-hints", static (c, _) => Sends(c, string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 100)) + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfull")) { Status = 200, Flag = "-", Body = "full", IsHeldAgainst = false },
        new("hints-without-end", static async (c, _) => { await c.ReadHeadAsync(); while (true) await c.SendAsync("HTTP/1.1 102 Processing\r\n\r\n"); }) { Status = 502, Flag = "UPE" },
        new("switch-unasked", static (c, _) => Sends(c, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")) { Status = 502, Flag = "UPE" },
        // Lies about the length.
        new("shorter-than-said", static (c, seen) => AnswersAndEnds(c, Half, seen)) { Status = 200, IsCut = true, Body = "half" },
        new("longer-than-said", static (c, _) => Sends(c, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfullHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")) { Status = 200, Flag = "-", Body = "full", IsHeldAgainst = false },
        new("body-of-204", static (c, _) => Sends(c, "HTTP/1.1 204 No Content\r\nContent-Length: 6\r\n\r\nforged")) { Status = 204, Flag = "-", IsHeldAgainst = false },
        new("chunk-of-no-length", static async (c, seen) => { await AnswersAndEnds(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", seen); await c.SendAsync("zz\r\nmore"); await c.ReadToEndAsync(); }) { Status = 200, Flag = "UPE", IsCut = true },
        new("two-lengths", static (c, _) => Sends(c, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nfull")) { Status = 502, Flag = "UPE" },
        new("no-http", static (c, _) => Sends(c, "220 mail.example.com ESMTP\r\n")) { Status = 502, Flag = "UPE" },
    ];

    private static Task Resets(RawConnection connection)
    {
        connection.Reset();
        return Task.CompletedTask;
    }

    private static async Task Sends(RawConnection connection, string answer)
    {
        await connection.ReadHeadAsync();
        await connection.SendAsync(answer);
    }

    private static async Task SendsAndResets(RawConnection connection, string answer)
    {
        await Sends(connection, answer);
        connection.Reset();
    }

    private static async Task AnswersAndResets(RawConnection connection, string answer, Task seen)
    {
        await AnswersAndEnds(connection, answer, seen);
        connection.Reset();
    }

    private static async Task AnswersAndEnds(RawConnection connection, string answer, Task seen)
    {
        await Sends(connection, answer);
        await seen; // what comes at once with the head may keep the head from the caller
    }

    private static async Task Stalls(RawConnection connection, string answer)
    {
        await Sends(connection, answer);
        await connection.ReadToEndAsync();
    }
}
