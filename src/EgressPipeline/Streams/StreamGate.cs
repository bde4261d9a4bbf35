using System.Text;
using EgressPipeline.Filters.Connections;
using EgressPipeline.Hosting;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Streams;

/// <summary>Lets connection filters judge a relayed connection that the policies allow, and tells them how it ended.</summary>
internal sealed class StreamGate(SidecarServices services)
{
    /// <summary>True when the connection may go on. Otherwise the call carries why not.</summary>
    /// <param name="call">The connection; its filters' set is entered.</param>
    /// <param name="mayPeek">True when the client has spoken first.</param>
    public async ValueTask<bool> JudgeAsync(StreamCall call, bool mayPeek)
    {
        call.Filters = ConnectionGate.Open(call.Snapshot.Filters, services, states => Facts(call, states), mayPeek ? call.Client.Transport.Input : null);
        if (call.Filters is null)
            return true;
        var result = await call.Filters.JudgeAsync(call.Decision, call.Host, services.Lifetime.Quit);
        if (result.IsContinue)
            return true;
        call.Failure = result.Error;
        call.Detail = result.Detail;
        return false;
    }

    /// <summary>The connection is over: its filters are told, and let go.</summary>
    public static void Close(StreamCall call)
    {
        call.Filters?.Close(call.Failure, call.Received, call.Sent);
        call.Limits.Leave();
        call.Snapshot.Filters.Leave();
    }

    private static ConnectionFacts Facts(StreamCall call, int states) => new(states)
    {
        Kind = call.Kind switch
        {
            CallKind.Tls => ConnectionProtocol.Tls,
            CallKind.Connect => ConnectionProtocol.Connect,
            _ => ConnectionProtocol.Tcp,
        },
        From = call.Client.RemoteEndPoint as System.Net.IPEndPoint,
        Dialled = call.OriginalDestination,
        Name = Encoding.ASCII.GetString(call.Host),
        CalledPort = call.Port,
        HelloName = call.Sni,
        Caller = call.Caller.Principal,
        ServiceName = ServiceNames.Of(call.Decision),
    };
}
