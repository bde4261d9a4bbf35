using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace EgressPipeline.Tests.Dns.Messages;

/// <summary>A message taken apart, plainly and slowly; throws at anything that is not one.</summary>
internal sealed record WireMessage(ushort Id, int Code, bool IsTruncated, bool IsAuthoritative, string Question, List<WireRecord> Answers, List<WireRecord> Authorities, List<WireRecord> Additionals)
{
    public IEnumerable<string> Addresses => Answers.Where(r => r.Type is 1 or 28).Select(r => new IPAddress(r.Data).ToString());

    public bool HasOpt => Additionals.Exists(r => r.Type == 41);

    /// <summary>The response code with the bits of the OPT record.</summary>
    public int FullCode => Code | (int)((uint)(Additionals.Find(r => r.Type == 41)?.Ttl ?? 0) >> 24) << 4;

    public static WireMessage Parse(ReadOnlySpan<byte> message)
    {
        var at = 12;
        var question = BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 0 ? "" : Name(message, ref at);
        at += question.Length > 0 || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 1 ? 4 : 0;
        var answers = Records(message, BinaryPrimitives.ReadUInt16BigEndian(message[6..]), ref at);
        var authorities = Records(message, BinaryPrimitives.ReadUInt16BigEndian(message[8..]), ref at);
        var additionals = Records(message, BinaryPrimitives.ReadUInt16BigEndian(message[10..]), ref at);
        Assert.Equal(message.Length, at);
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        return new WireMessage(BinaryPrimitives.ReadUInt16BigEndian(message), flags & 0xF, (flags & 0x200) != 0, (flags & 0x400) != 0, question, answers, authorities, additionals);
    }

    private static List<WireRecord> Records(ReadOnlySpan<byte> message, int count, ref int at)
    {
        var records = new List<WireRecord>();
        for (var i = 0; i < count; i++)
        {
            var owner = Name(message, ref at);
            int type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            var ttl = BinaryPrimitives.ReadInt32BigEndian(message[(at + 4)..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            records.Add(new WireRecord(owner, type, ttl, message.Slice(at + 10, length).ToArray()));
            at += 10 + length;
        }
        return records;
    }

    private static string Name(ReadOnlySpan<byte> message, ref int at)
    {
        var name = new StringBuilder();
        var end = -1;
        var position = at;
        while (message[position] != 0)
        {
            if (message[position] >= 0xC0)
            {
                end = end < 0 ? position + 2 : end;
                position = (message[position] & 0x3F) << 8 | message[position + 1];
                continue;
            }
            name.Append(Encoding.Latin1.GetString(message.Slice(position + 1, message[position]))).Append('.');
            position += 1 + message[position];
        }
        at = end < 0 ? position + 1 : end;
        return name.ToString();
    }
}

internal sealed record WireRecord(string Owner, int Type, int Ttl, byte[] Data);
