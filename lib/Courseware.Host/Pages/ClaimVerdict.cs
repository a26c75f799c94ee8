namespace Courseware.Host.Pages;

/// <summary>The outcome of a claim.</summary>
public enum ClaimVerdict
{
    Held,
    NotHeld,
    Undecided,
    NotTested,
}
