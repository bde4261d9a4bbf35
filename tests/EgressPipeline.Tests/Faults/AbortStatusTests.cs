using System.Text;
using EgressPipeline.Faults;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tests.Faults;

public sealed class AbortStatusTests
{
    [Theory]
    [InlineData(503, "application/json", null)]
    [InlineData(503, "", null)]
    [InlineData(503, "application/grpc-web", null)]
    [InlineData(503, "application/grpc", 14)]
    [InlineData(429, "application/grpc+proto", 14)]
    [InlineData(400, "application/grpc; charset=x", 13)]
    [InlineData(401, "application/grpc", 16)]
    [InlineData(403, "application/grpc", 7)]
    [InlineData(404, "application/grpc", 12)]
    [InlineData(500, "application/grpc", 2)]
    public void GrpcCode_OfAnHttpStatus_OnlyForGrpcCalls(int status, string contentType, int? code) =>
        Assert.Equal(code, AbortStatus.GrpcCode(new FaultAbortPlan(status, IsGrpc: false, Share.Whole), Encoding.ASCII.GetBytes(contentType)));

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/json")]
    public void GrpcCode_OfAGrpcStatus_IsThatForEveryCall(string contentType) =>
        Assert.Equal(8, AbortStatus.GrpcCode(new FaultAbortPlan(8, IsGrpc: true, Share.Whole), Encoding.ASCII.GetBytes(contentType)));
}
