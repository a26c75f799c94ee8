namespace Courseware;

/// <summary>What an experiment says about a claim. All four are honest results.</summary>
internal enum Verdict
{
    /// <summary>By its own rule, it is so. (For a document's mistake: it is refuted.)</summary>
    Held,

    /// <summary>By its own rule, it is not so.</summary>
    NotHeld,

    /// <summary>The spread over seeds is larger than the effect, or the default budget is too short; a full run may decide.</summary>
    Undecided,

    /// <summary>The rule is about real data, and these are a stand-in.</summary>
    NotTested,
}
