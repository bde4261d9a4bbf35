using ExternalAuthorization.Protocol;
using Google.Protobuf.Reflection;

namespace ExternalAuthorization.Tests;

/// <summary>The numbers that the protocol publishes: they are all that other servers see of our messages.</summary>
public sealed class ProtocolTests
{
    [Fact]
    public void Service_HasThePublishedName()
    {
        var service = AuthorizationReflection.Descriptor.Services.Single();

        Assert.Equal("envoy.service.auth.v3.Authorization", service.FullName);
        Assert.Equal("Check", service.Methods.Single().Name);
    }

    [Theory]
    [InlineData("CheckRequest", "attributes=1")]
    [InlineData("CallAttributes", "source=1 destination=2 request=4 context_extensions=10")]
    [InlineData("Peer", "address=1 service=2 principal=4")]
    [InlineData("PeerAddress", "socket_address=1")]
    [InlineData("HostAndPort", "address=2 port_value=3")]
    [InlineData("CallMessage", "time=1 http=2")]
    [InlineData("HttpCall", "id=1 method=2 headers=3 path=4 host=5 scheme=6 size=9 body=11 raw_body=12")]
    [InlineData("CheckResponse", "status=1 denied_response=2 ok_response=3 error_response=5")]
    [InlineData("CheckStatus", "code=1 message=2")]
    [InlineData("DeniedAnswer", "status=1 headers=2 body=3")]
    [InlineData("AnswerStatus", "code=1")]
    [InlineData("AllowedCall", "headers=2 headers_to_remove=5 response_headers_to_add=6 query_parameters_to_set=7 query_parameters_to_remove=8")]
    [InlineData("QueryParameter", "key=1 value=2")]
    [InlineData("HeaderChange", "header=1 append=2 append_action=3")]
    [InlineData("HeaderField", "key=1 value=2 raw_value=3")]
    public void Message_HasThePublishedNumbers(string message, string fields)
    {
        var descriptor = AuthorizationReflection.Descriptor.FindTypeByName<MessageDescriptor>(message);

        Assert.Equal(fields, string.Join(' ', descriptor.Fields.InFieldNumberOrder().Select(field => $"{field.Name}={field.FieldNumber}")));
    }

    [Fact]
    public void HeaderActions_HaveThePublishedNumbers() =>
        Assert.Equal([0, 1, 2, 3], new[] { HeaderChange.Types.Action.AppendIfExistsOrAdd, HeaderChange.Types.Action.AddIfAbsent, HeaderChange.Types.Action.OverwriteIfExistsOrAdd, HeaderChange.Types.Action.OverwriteIfExists }.Select(one => (int)one));
}
