namespace Courseware.Host.Running;

/// <summary>A recorded verdict or fingerprint that a run did not find again.</summary>
/// <param name="What">The claim's id, or the fingerprint's key.</param>
internal sealed record Difference(string Notebook, string What, string Recorded, string Found, string Reason, bool IsVerdict);
