namespace Courseware.Kernel.Zmtp;

/// <summary>
/// A peer broke the protocol: the rule and what came instead. It costs that peer its connection, and nobody else anything.
/// </summary>
internal sealed class ZmtpException(string message) : Exception(message);
