namespace EgressPipeline.Tests.Filters;

/// <summary>A result is packed into two words: what goes in comes out.</summary>
public sealed class FilterResultTests
{
    [Fact]
    public void Stop_AnyErrorAndStatus_IsWhatItSays()
    {
        foreach (var reason in Enum.GetValues<EgressErrorReason>().Where(reason => reason != EgressErrorReason.None))
            foreach (var side in Enum.GetValues<FailureSide>())
                foreach (var retry in Enum.GetValues<Retryability>())
                    foreach (var status in (int[])[0, 400, 403, 599])
                    {
                        var error = new EgressError(reason, side, retry);
                        var result = FilterResult.Stop(error, "why", status);

                        Assert.Equal((FilterVerdict.Refuse, error, status, "why", false), (result.Verdict, result.Error, result.Status, result.Detail, result.IsContinue));
                        Assert.Equal(default, result.Body);
                    }
    }

    [Fact]
    public void ReadBody_AnyAccess_IsWhatItSays()
    {
        foreach (var access in (BodyAccess[])[BodyAccess.Observe, BodyAccess.Transform, BodyAccess.Buffer(1, OverBound.Refuse), BodyAccess.Buffer(64 << 20, OverBound.Refuse), BodyAccess.Prefix(4096)])
        {
            var result = FilterResult.ReadBody(access);

            Assert.Equal((FilterVerdict.ReadBody, access, true, EgressError.None, 0), (result.Verdict, result.Body, result.IsContinue, result.Error, result.Status));
        }
    }

    [Fact]
    public void OtherResults_CarryNothingElse()
    {
        var destination = new FilterDestination("api.example.com", 443);

        Assert.Equal(default, FilterResult.Continue);
        Assert.Equal(FilterVerdict.Continue, FilterResult.Continue.Verdict);
        Assert.Equal((FilterVerdict.Redirect, destination, 0, EgressError.None), (FilterResult.Redirect(destination).Verdict, FilterResult.Redirect(destination).Destination, FilterResult.Redirect(destination).Status, FilterResult.Redirect(destination).Error));
    }
}
