namespace Courseware.Kernel.Zmtp;

/// <summary>
/// One whole message of one peer: who sent it, and its frames in order (without the identity, which never travels as a frame to a ROUTER).
/// </summary>
internal readonly record struct ZmtpMessage(byte[] Identity, IReadOnlyList<byte[]> Frames);
