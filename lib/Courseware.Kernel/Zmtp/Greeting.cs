using System.Text;

namespace Courseware.Kernel.Zmtp;

/// <summary>
/// The 64 bytes that each side sends first: signature (10), version (2), mechanism (20), as-server (1), filler (31). RFC 37/ZMTP 3.1.
/// </summary>
internal static class Greeting
{
    public const int Length = 64;
    private const int Major = 10, Minor = 11, Mechanism = 12, AsServer = 32;

    /// <summary>Ours: ZMTP 3.1, mechanism NULL. A Jupyter message is signed; the wire itself is not encrypted.</summary>
    public static ReadOnlyMemory<byte> Ours { get; } = Make();

    /// <summary>
    /// Checks what has come of a peer's greeting so far, so that a stranger (a browser, a port scanner) is cut off at its first byte.
    /// </summary>
    public static void Check(ReadOnlySpan<byte> sofar)
    {
        if (sofar.Length > 0 && sofar[0] != 0xFF)
            throw new ZmtpException($"Expected a greeting that begins with FF, received {sofar[0]:X2}.");
        if (sofar.Length > 9 && sofar[9] != 0x7F)
            throw new ZmtpException($"Expected 7F as the tenth byte of the greeting, received {sofar[9]:X2}.");
        if (sofar.Length > Major && sofar[Major] < 3)
            throw new ZmtpException($"Expected ZMTP 3.0 or later, received version {sofar[Major]}.");
        if (sofar.Length >= AsServer && !sofar[Mechanism..AsServer].SequenceEqual(Ours.Span[Mechanism..AsServer]))
            throw new ZmtpException($"Expected the mechanism NULL, received '{Encoding.ASCII.GetString(sofar[Mechanism..AsServer]).TrimEnd('\0')}'.");
    }

    private static byte[] Make()
    {
        var greeting = new byte[Length];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[Major] = 3;
        greeting[Minor] = 1;
        "NULL"u8.CopyTo(greeting.AsSpan(Mechanism));
        return greeting;
    }
}
