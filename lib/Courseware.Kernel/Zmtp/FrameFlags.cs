namespace Courseware.Kernel.Zmtp;

/// <summary>The first byte of a frame; its other bits are reserved and zero.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>Another frame of the same message follows.</summary>
    More = 1,

    /// <summary>The length has 8 bytes instead of 1.</summary>
    Long = 2,

    /// <summary>The body is a command of the protocol, not part of a message.</summary>
    Command = 4,
}
