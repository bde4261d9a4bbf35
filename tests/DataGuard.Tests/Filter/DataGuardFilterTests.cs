using System.Text;
using DataGuard.Tests.Support;
using EgressPipeline;
using Microsoft.Extensions.Logging;

namespace DataGuard.Tests.Filter;

public sealed class DataGuardFilterTests
{
    private const string Text = "pay with 4111 1111 1111 1111 please";
    private const string Masked = "pay with **** **** **** **** please";

    private static DataGuardOptions Cards(DetectorMode mode, UnscannableAction unscannable = UnscannableAction.Block) => new() { PaymentCard = mode, Unscannable = unscannable, Responses = true };

    [Theory, InlineData(1), InlineData(7), InlineData(1000)]
    public async Task Block_CardInRequest_IsDeniedAndNothingOfItGoesOn(int pieceLength)
    {
        var run = new FilterRun(Cards(DetectorMode.Block));
        var (result, output) = await run.RequestAsync(Text, pieceLength);
        Assert.Equal((FilterVerdict.Refuse, 403), (result.Verdict, result.Status));
        Assert.Contains("payment-card", result.Detail, StringComparison.Ordinal);
        Assert.StartsWith(Encoding.ASCII.GetString(output), "pay with ", StringComparison.Ordinal);
        Assert.Equal(1, run.Metrics["request_blocked_total"]);
        Assert.Equal(1, run.Metrics["request_findings_total", "payment-card"]);
    }

    [Theory, InlineData(1), InlineData(7), InlineData(1000)]
    public async Task Mask_CardInRequest_GoesOnMasked(int pieceLength)
    {
        var run = new FilterRun(Cards(DetectorMode.Mask));
        var (result, output) = await run.RequestAsync(Text, pieceLength);
        Assert.True(result.IsContinue);
        Assert.Equal(Masked, Encoding.ASCII.GetString(output));
        Assert.Equal(0, run.Metrics["request_blocked_total"]);
        Assert.Equal(Text.Length, run.Metrics["request_scanned_bytes_total"]);
    }

    [Fact]
    public async Task Report_CardInRequest_IsOnlyObserved()
    {
        var run = new FilterRun(new() { PaymentCard = DetectorMode.Report, Iban = DetectorMode.Report, Jwt = DetectorMode.Off, AwsAccessKey = DetectorMode.Off, AwsSecretKey = DetectorMode.Off, PrivateKey = DetectorMode.Off });
        var (result, output) = await run.RequestAsync(Text);
        Assert.True(result.IsContinue);
        Assert.Equal(BodyMode.Observe, run.Access.Mode);
        Assert.Equal(Text, Encoding.ASCII.GetString(output));
        Assert.Equal(1, run.Metrics["request_findings_total", "payment-card"]);
    }

    [Fact]
    public async Task Response_OnlyWhenAskedFor_IsInspected()
    {
        var body = Encoding.ASCII.GetBytes(Text);
        var off = new FilterRun(new());
        Assert.True((await off.ResponseAsync(body)).Result.IsContinue);
        Assert.Equal(BodyMode.None, off.Access.Mode);
        var on = new FilterRun(Cards(DetectorMode.Block));
        Assert.Equal(403, (await on.ResponseAsync(body)).Result.Status);
        Assert.Equal(1, on.Metrics["response_findings_total", "payment-card"]);
    }

    [Fact]
    public async Task Gzip_Masked_IsGzipAgain()
    {
        var run = new FilterRun(Cards(DetectorMode.Mask));
        run.Exchange.Sent["content-encoding"] = "gzip";
        var (result, output) = await run.RequestAsync(Coded.Gzip(Encoding.ASCII.GetBytes(Text)));
        Assert.True(result.IsContinue);
        Assert.Equal(BodyMode.Transform, run.Access.Mode); // compressed anew it may have another length
        Assert.Equal(Masked, Encoding.ASCII.GetString(Coded.Decode(new DataGuard.Codings.GzipDecoder(), output).Plain));
    }

    [Fact]
    public async Task Gzip_Innocent_InBlockModeGoesOnAsItCame()
    {
        var body = Coded.Gzip("nothing to see"u8);
        var run = new FilterRun(Cards(DetectorMode.Block));
        run.Exchange.Sent["content-encoding"] = "gzip";
        Assert.Equal(body, (await run.RequestAsync(body)).Output);
    }

    [Theory]
    [InlineData("zstd", "x", "unknown-coding")]
    [InlineData("gzip, gzip", "x", "unknown-coding")]
    [InlineData("gzip", "not gzip at all", "broken")]
    public async Task Unscannable_Body_IsRefusedOrPassesWhole(string coding, string body, string reason)
    {
        var blocking = new FilterRun(Cards(DetectorMode.Block));
        blocking.Exchange.Sent["content-encoding"] = coding;
        var (result, output) = await blocking.RequestAsync(body);
        Assert.Equal(415, result.Status);
        Assert.Empty(output);
        Assert.Equal(1, blocking.Metrics["request_unscannable_total", reason]);
        Assert.Contains(reason, blocking.Log.Text, StringComparison.Ordinal);

        var passing = new FilterRun(Cards(DetectorMode.Block, UnscannableAction.Pass));
        passing.Exchange.Sent["content-encoding"] = coding;
        (result, output) = await passing.RequestAsync(body);
        Assert.True(result.IsContinue);
        Assert.Equal(body, Encoding.ASCII.GetString(output));
        Assert.Equal(1, passing.Metrics["request_unscannable_total", reason]);
    }

    [Fact]
    public async Task Unscannable_CutShort_PassesWholeWhenItMay()
    {
        var body = Coded.Gzip(Encoding.ASCII.GetBytes(new string('x', 5000) + " 4111"))[..^4];
        foreach (var pieceLength in (int[])[1, 3, 1000])
        {
            var run = new FilterRun(Cards(DetectorMode.Block, UnscannableAction.Pass));
            run.Exchange.Sent["content-encoding"] = "gzip";
            var (result, output) = await run.RequestAsync(body, pieceLength);
            Assert.True(result.IsContinue);
            Assert.Equal(body, output);
        }
    }

    /// <summary>A part was sent coded anew, so the rest cannot follow as it is.</summary>
    [Fact]
    public async Task Unscannable_WhileMasking_IsRefusedInAnyCase()
    {
        var run = new FilterRun(Cards(DetectorMode.Mask, UnscannableAction.Pass));
        run.Exchange.Sent["content-encoding"] = "gzip";
        Assert.Equal(415, (await run.RequestAsync(Coded.Gzip("text"u8)[..^4])).Result.Status);
    }

    [Fact]
    public async Task UnknownCoding_WithoutABody_Passes()
    {
        var run = new FilterRun(Cards(DetectorMode.Block));
        run.Exchange.Sent["content-encoding"] = "zstd";
        Assert.True((await run.RequestAsync("")).Result.IsContinue);
    }

    [Fact]
    public async Task Bomb_InAResponse_IsRefusedAsABadGateway()
    {
        var run = new FilterRun(Cards(DetectorMode.Report));
        run.Exchange.Answered["content-encoding"] = "gzip";
        var (result, _) = await run.ResponseAsync(Coded.Gzip(new byte[10_000_000]), 4096);
        Assert.Equal(502, result.Status);
        Assert.Equal(1, run.Metrics["response_unscannable_total", "expands"]);
    }

    [Theory]
    [InlineData("image/png", true)]
    [InlineData("text/plain", false)]
    public async Task ContentType_OfTheList_IsNotLookedInto(string type, bool skipped)
    {
        var run = new FilterRun(Cards(DetectorMode.Block));
        run.Exchange.Sent["content-type"] = type;
        Assert.Equal(skipped, (await run.RequestAsync(Text)).Result.IsContinue);
    }

    [Theory]
    [InlineData("gzip, br, zstd", "gzip,br")]
    [InlineData("zstd", "identity")]
    [InlineData("*", "identity")]
    public async Task AcceptEncoding_WhenResponsesAreInspected_HasOnlyKnownCodings(string sent, string expected)
    {
        var run = new FilterRun(Cards(DetectorMode.Block));
        run.Exchange.Sent["accept-encoding"] = sent;
        await run.ResponseAsync([]);
        Assert.Equal(expected, run.Exchange.Sent["accept-encoding"]);

        var requestsOnly = new FilterRun(new());
        requestsOnly.Exchange.Sent["accept-encoding"] = sent;
        await requestsOnly.ResponseAsync([]);
        Assert.Equal(sent, requestsOnly.Exchange.Sent["accept-encoding"]);
    }

    [Fact]
    public async Task Log_OfFindings_SaysWhereAndNeverWhat()
    {
        var run = new FilterRun(new() { PaymentCard = DetectorMode.Block, Iban = DetectorMode.Mask });
        await run.RequestAsync($"iban {Samples.Iban}, card {Samples.Card}", 1000);
        Assert.Equal("Warning: Body of the request at api.example.com, default/guard: blocked payment-card 1, iban 1; iban 5+22, payment-card 34+16", Assert.Single(run.Log.Lines));
    }

    [Fact]
    public async Task Log_OfInnocentBodies_IsEmpty()
    {
        var run = new FilterRun(new());
        await run.RequestAsync("nothing to see");
        Assert.Empty(run.Log.Lines);
    }

    [Fact]
    public async Task Filter_RequestAfterRequest_RemembersNothing()
    {
        var run = new FilterRun(Cards(DetectorMode.Mask));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Masked, Encoding.ASCII.GetString((await run.RequestAsync(Text)).Output));
            Assert.Equal("4111", Encoding.ASCII.GetString((await run.RequestAsync("4111")).Output));
        }
        Assert.Equal(3, run.Metrics["request_findings_total", "payment-card"]);
    }

    [Fact]
    public async Task Custom_LiteralsAndPatterns_AreDetectors()
    {
        var run = new FilterRun(new()
        {
            Literals = [new() { Name = "projects", Values = ["Falcon"], Mode = DetectorMode.Mask, IgnoreCase = true }],
            Patterns = [new() { Name = "employee", Pattern = @"\bEMP-\d{6}\b", Mode = DetectorMode.Mask }],
        });
        var (_, output) = await run.RequestAsync("falcon is run by EMP-123456");
        Assert.Equal("****** is run by **********", Encoding.ASCII.GetString(output));
        Assert.Equal(1, run.Metrics["request_findings_total", "projects"]);
        Assert.Equal(1, run.Metrics["request_findings_total", "employee"]);
    }
}
