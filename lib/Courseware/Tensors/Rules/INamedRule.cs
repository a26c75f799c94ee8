namespace Courseware;

/// <summary>A rule that says what the book calls its constants, so that a derivation can write its formula.</summary>
internal interface INamedRule<TRule> where TRule : struct
{
    /// <summary>
    /// The same rule with another number for each constant: <paramref name="constant"/> takes its name ("β₁", "1 − β₁ᵗ") and its value.
    /// </summary>
    TRule With(Func<string, double, double> constant);
}
