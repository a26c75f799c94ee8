namespace Courseware.Host.Pages;

/// <summary>What came of a claim.</summary>
public enum ClaimVerdict
{
    Held,
    NotHeld,
    Undecided,
    NotTested,
}
