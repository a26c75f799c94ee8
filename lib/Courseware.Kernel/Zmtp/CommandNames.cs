namespace Courseware.Kernel.Zmtp;

/// <summary>The commands of ZMTP 3.1 that a kernel meets.</summary>
internal static class CommandNames
{
    public static ReadOnlySpan<byte> Ready => "READY"u8;

    public static ReadOnlySpan<byte> Error => "ERROR"u8;

    public static ReadOnlySpan<byte> Ping => "PING"u8;

    public static ReadOnlySpan<byte> Pong => "PONG"u8;

    public static ReadOnlySpan<byte> Subscribe => "SUBSCRIBE"u8;

    public static ReadOnlySpan<byte> Cancel => "CANCEL"u8;
}
