namespace Courseware;

/// <summary>Whose a claim is.</summary>
internal enum ClaimKind
{
    /// <summary>R: a figure that a document reports.</summary>
    Reported,

    /// <summary>C: a document's statement.</summary>
    Statement,

    /// <summary>M: a document's mistake. Held means that it is refuted.</summary>
    Mistake,

    /// <summary>O: ours.</summary>
    Ours,
}
