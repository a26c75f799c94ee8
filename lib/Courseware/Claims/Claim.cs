using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// A statement about a result, with the rule that decides it, fixed before the experiment was run. A cell computes, and registers the
/// result in one line; the words are in <c>notebooks/claims.json</c>:
/// <code>
/// Claim.Decide("N1.1", gap &lt; 0.05, gap)
/// </code>
/// </summary>
public sealed class Claim
{
    internal Claim(string id, ClaimKind kind, string statement, string rule)
        => (Id, Kind, Statement, Rule, Sentence) = (id, kind, statement, rule, statement);

    /// <summary>All claims of the course, in its order.</summary>
    /// <exception cref="InvalidDataException">notebooks/claims.json is missing or is not a list of claims.</exception>
    internal static IReadOnlyList<Claim> All => ClaimFile.Read();

    /// <summary>"N1.1": homework, then number in the order of the lesson.</summary>
    internal string Id { get; }

    /// <summary>Whose it is.</summary>
    internal ClaimKind Kind { get; }

    /// <summary>What is claimed, as the list of claims has it.</summary>
    internal string Statement { get; }

    /// <summary>Held if this is so.</summary>
    internal string Rule { get; }

    /// <summary>The kind's letter: R, C, M or O.</summary>
    internal string KindLetter => Kind switch { ClaimKind.Reported => "R", ClaimKind.Statement => "C", ClaimKind.Mistake => "M", _ => "O" };

    /// <summary>The homework: "N1".</summary>
    internal string Homework => Id.Split('.')[0];

    /// <summary>The claim as a sentence; for a mistake the document's own, wrong one.</summary>
    internal string Sentence { get; init; }

    /// <summary>The document's own words, in Persian; "" where it has none.</summary>
    internal string Words { get; init; } = "";

    /// <summary>Author letter and question: "A, question 1"; "" for a claim of ours.</summary>
    internal string Source { get; init; } = "";

    /// <summary>What else the course says of it.</summary>
    internal ClaimTexts Texts { get; init; } = ClaimTexts.None;

    /// <summary>The claim with this ID.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static Claim Of(string id)
    {
        if (All.FirstOrDefault(c => c.Id == id) is { } claim)
            return claim;
        var near = OfHomework(id.Split('.')[0]).Select(c => c.Id).ToArray();
        var known = near.Length > 0 ? $"; of this homework: {string.Join(", ", near)}" : "";
        throw new ArgumentException($"There is no claim '{id}'. IDs are a homework and a number, as in \"N1.1\"{known}.", nameof(id));
    }

    /// <summary>The claims of a homework, in the order of the lesson.</summary>
    internal static IReadOnlyList<Claim> OfHomework(string homework) => [.. All.Where(c => c.Homework == homework)];

    /// <summary>
    /// Registers the result. The data set that the claim is about is named in notebooks/claims.json; while it is a stand-in the verdict
    /// is "not tested", whatever <paramref name="held"/> says.
    /// </summary>
    /// <param name="id">The claim: "N1.1".</param>
    /// <param name="held">Whether the claim's rule is met; null if the numbers do not decide (<c>difference.Decides</c>).</param>
    /// <param name="values">
    /// The figures behind it: one number, or several by name as in <c>new { tiny, large }</c>. The claim's text "ours" in
    /// notebooks/claims.json puts them into words: "gaps: tiny {tiny:F3}, large {large:F3}".
    /// </param>
    /// <param name="name">The text of <paramref name="values"/>; the compiler fills it in, and one number is named by it.</param>
    /// <exception cref="ArgumentException">No such claim; a figure that its text names is missing; not held, and no
    /// explanation.</exception>
    /// <exception cref="InvalidOperationException">The data set that the claim is about was not loaded.</exception>
    public static ClaimResult Decide(
        string id, bool? held, object? values = null, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        return Decide(id, held, new ClaimFigures(id, values, name ?? ""), null);
    }

    /// <summary>The same, with our figures already in words: <c>$"gap {gap:F3}"</c>.</summary>
    /// <inheritdoc cref="Decide(string, bool?, object?, string?)"/>
    public static ClaimResult Decide(string id, bool? held, InvariantText ours)
    {
        ArgumentNullException.ThrowIfNull(ours);
        return Decide(id, held, new ClaimFigures(id, null, ""), ours.ToString());
    }

    private static ClaimResult Decide(string id, bool? held, ClaimFigures figures, string? words)
    {
        var claim = Of(id);
        var data = claim.Texts.Data is { } set
            ? LoadedData.Find(set) ?? throw new InvalidOperationException(
                $"{id} is about the data set '{set}', which was not loaded in this session. Run the cell that loads it, then this one.")
            : NoData;
        var ours = words ?? figures.Fill(claim.Texts.Ours) ?? figures.ToString();
        var verdict = data.Kind is DataKind.StandIn or DataKind.Unrecognised ? Verdict.NotTested
            : held switch { true => Verdict.Held, false => Verdict.NotHeld, null => Verdict.Undecided };
        var reason = verdict switch
        {
            Verdict.NotTested => data.Kind == DataKind.StandIn ? $"the rule is about real data, and {data.Name} is a stand-in here"
                : $"the rule is about the published data, and {data.Name} was read from a file that differs from them",
            Verdict.Held => figures.Fill(claim.Texts.Because) ?? "",
            Verdict.Undecided => figures.Fill(claim.Texts.IfUndecided) ?? Open(),
            _ => figures.Fill(claim.Texts.IfNot) ?? Unexplained(claim, ours, data),
        };
        return new(claim, verdict, ours, reason, figures.Numbers, data) { Unresolved = figures.Unresolved };
    }

    /// <summary>Several results shown as one list, as the last expression of a cell.</summary>
    public static IDisplayable List(params ClaimResult[] results) => new ClaimList(results);

    /// <summary>For a claim whose rule depends on no data set: it is tested whatever data are there.</summary>
    internal static Provenance NoData { get; } = new("none", DataKind.None, "", 0, "", "");

    private static string Open() => Course.IsFull
        ? "the spread over seeds is larger than the effect"
        : "the default run's few seeds and epochs do not decide it; a full run may (run --full)";

    // An author must explain. A reader who changes an experiment, or uses other rows, gets the verdict and no error.
    private static string Unexplained(Claim claim, string ours, Provenance data)
    {
        if (Recorded.Claim(claim.Id, data) is { Verdict: "held" } recorded)
            return $"in the course's own run on these data it is held ({recorded.Ours}), so something was changed here";
        if (data.Kind is DataKind.Real or DataKind.Synthetic && Recorded.Exists && !Recorded.Knows(data))
            return $"these are other rows than the course's (content {data.Hash}), and the course has no explanation for them";
        throw new ArgumentException(
            $"{claim.Id} is not held here (ours: {ours}; rule: {claim.Rule}), and a claim that is not held is explained. "
            + "Add the explanation to the claim in notebooks/claims.json: \"ifNot\": \"…\".");
    }
}
