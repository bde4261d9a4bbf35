using System.Net;
using System.Text;
using EgressPipeline;

namespace DataGuard.Tests.Support;

/// <summary>A call as a host would show it to the filter.</summary>
internal sealed class FakeExchange : EgressExchange
{
    private readonly FakeHeaders _request = new();
    private readonly FakeHeaders _response = new();

    public override ReadOnlySpan<byte> Method => "POST"u8;

    public override ReadOnlySpan<byte> Scheme => "http"u8;

    public override ReadOnlySpan<byte> Host => "api.example.com"u8;

    public override int Port => 80;

    public override ReadOnlySpan<byte> Path => "/"u8;

    public override ReadOnlySpan<byte> Query => default;

    public override HeaderCollection RequestHeaders => _request;

    public override int ResponseStatus => 200;

    public override HeaderCollection ResponseHeaders => _response;

    public override string Principal => "";

    public override IPEndPoint? Source => null;

    public override string Service => "default/api";

    public override string Cluster => "";

    public override string Route => "";

    public override bool IsUpstreamSecure => false;

    public override int Attempts => 1;

    public override EgressError Error => EgressError.None;

    public override long RequestBytes => 0;

    public override long ResponseBytes => 0;

    public override TimeSpan Elapsed => TimeSpan.Zero;

    public FakeHeaders Sent => _request;

    public FakeHeaders Received => _response;

    public override bool TrySetTarget(ReadOnlySpan<byte> pathAndQuery) => false;

    internal sealed class FakeHeaders : HeaderCollection
    {
        private readonly List<KeyValuePair<string, byte[]>> _lines = [];

        public override int Count => _lines.Count;

        public string? this[string name]
        {
            get => TryGet(Encoding.ASCII.GetBytes(name), out var value) ? Encoding.ASCII.GetString(value) : null;
            set => TrySet(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value!));
        }

        public override ReadOnlySpan<byte> NameAt(int index) => Encoding.ASCII.GetBytes(_lines[index].Key);

        public override ReadOnlySpan<byte> ValueAt(int index) => _lines[index].Value;

        public override bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
        {
            foreach (var line in _lines)
                if (name.SequenceEqual(Encoding.ASCII.GetBytes(line.Key)))
                {
                    value = line.Value;
                    return true;
                }
            value = default;
            return false;
        }

        public override bool TrySet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            Remove(name);
            return TryAdd(name, value);
        }

        public override bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            _lines.Add(new(Encoding.ASCII.GetString(name), value.ToArray()));
            return true;
        }

        public override void Remove(ReadOnlySpan<byte> name)
        {
            var text = Encoding.ASCII.GetString(name);
            _lines.RemoveAll(line => line.Key == text);
        }
    }
}
