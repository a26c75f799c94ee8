namespace Courseware;

/// <summary>One step: a formula, the numbers put in, and what comes out, for each element.</summary>
/// <param name="Name">What is computed: "z1", "∂L/∂w1", "m".</param>
/// <param name="Values">The results, one for each element (each sample, or each weight).</param>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
internal sealed record DerivationStep(string Name, IReadOnlyList<double> Values)
{
    /// <summary>The step as a formula of TeX, without the $ signs around it.</summary>
    public string Tex => Aligned([this]);

    /// <summary>The lines of the formula, each with an &amp; before its equals sign.</summary>
    internal IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>The step as plain text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Several steps as one formula, aligned at their equals signs, with some room between them.</summary>
    internal static string Aligned(IEnumerable<DerivationStep> steps)
        => $"\\begin{{aligned}}\n{string.Join(" \\\\[0.8em]\n", steps.Select(s => string.Join(" \\\\\n", s.Rows)))}\n\\end{{aligned}}";

    /// <inheritdoc/>
    public override string ToString() => Text;
}
