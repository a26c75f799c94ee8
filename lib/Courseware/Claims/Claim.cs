using System.Text.Json;

namespace Courseware;

/// <summary>
/// A statement about a result, with the rule that decides it, fixed before the experiment was run. A cell computes, and registers what came out:
/// <code>
/// Claim.Decide("N1.1", held: gap &lt; 0.05, ours: $"gap {gap:F3}", data: higgs.Provenance, values: new { gap },
///     ifNot: "tiny was trained for more epochs than the document's")
/// </code>
/// </summary>
/// <param name="Id">"N1.1": homework, then number in the order of the lesson.</param>
/// <param name="Kind">Whose it is.</param>
/// <param name="Statement">What is claimed.</param>
/// <param name="Rule">Held if this is so.</param>
public sealed record Claim(string Id, ClaimKind Kind, string Statement, string Rule)
{
    private static readonly Lazy<IReadOnlyList<Claim>> Loaded = new(Load);

    /// <summary>For <c>data:</c> of a claim whose rule depends on no data set: it is tested whatever data are there.</summary>
    public static Provenance NoData { get; } = new("none", DataKind.None, "", 0, "", "");

    /// <summary>All claims of the course, in its order.</summary>
    public static IReadOnlyList<Claim> All => Loaded.Value;

    /// <summary>The kind's letter: R, C, M or O.</summary>
    public string KindLetter => Kind switch { ClaimKind.Reported => "R", ClaimKind.Statement => "C", ClaimKind.Mistake => "M", _ => "O" };

    /// <summary>The homework: "N1".</summary>
    public string Homework => Id.Split('.')[0];

    /// <summary>The claim with this ID.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Claim Of(string id) => All.FirstOrDefault(c => c.Id == id) ?? throw new ArgumentException(
        $"There is no claim '{id}'. IDs are a homework and a number, as in \"N1.1\"{(All.Where(c => c.Homework == id.Split('.')[0]).Select(c => c.Id).ToArray() is { Length: > 0 } near ? $"; of this homework: {string.Join(", ", near)}" : "")}.",
        nameof(id));

    /// <summary>The claims of a homework, in the order of the lesson.</summary>
    public static IReadOnlyList<Claim> OfHomework(string homework) => [.. All.Where(c => c.Homework == homework)];

    /// <summary>
    /// Registers what came out. On stand-in data the verdict is "not tested" whatever <paramref name="held"/> says.
    /// </summary>
    /// <param name="id">The claim: "N1.1".</param>
    /// <param name="held">Whether the claim's rule is met; null if the numbers do not decide (<c>held: difference.Decides</c>).</param>
    /// <param name="ours">Our figure, in a few words: <c>$"gap {gap:F3}"</c>.</param>
    /// <param name="data">Where the data come from; <see cref="NoData"/> if the rule depends on none.</param>
    /// <param name="values">The numbers behind it, kept with the verdict: <c>new { gap }</c>.</param>
    /// <param name="reported">The document's figure, shown beside ours.</param>
    /// <param name="because">Why it is so, shown if held; for a mistake (kind M) the cause, which it must have.</param>
    /// <param name="ifNot">Why it is not so, shown if not held: a claim that is not held is explained. Without it <paramref name="because"/> stands in.</param>
    /// <param name="ifUndecided">Why it stays open, shown if <paramref name="held"/> is null; by default that the spread or the budget does not decide.</param>
    /// <exception cref="ArgumentException">No such claim; a mistake without a cause; not held, and no explanation.</exception>
    public static ClaimResult Decide(
        string id, bool? held, InvariantText ours, Provenance data, object? values = null, InvariantText? reported = null,
        InvariantText? because = null, InvariantText? ifNot = null, InvariantText? ifUndecided = null)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(data);
        var claim = Of(id);
        if (claim.Kind == ClaimKind.Mistake && because is null)
            throw new ArgumentException($"{id} is about a document's mistake, which is shown as their statement, our number and the cause. Add the cause: because: \"…\".", nameof(because));
        var verdict = data.Kind == DataKind.StandIn ? Verdict.NotTested
            : held switch { true => Verdict.Held, false => Verdict.NotHeld, null => Verdict.Undecided };
        string reason = verdict switch
        {
            Verdict.NotTested => $"the rule is about real data, and {data.Name} is a stand-in here",
            Verdict.Held => because?.ToString() ?? "",
            Verdict.Undecided => ifUndecided?.ToString() ?? Open(),
            _ => (ifNot ?? because)?.ToString() ?? Unexplained(claim, ours.ToString(), data),
        };
        return new(claim, verdict, ours.ToString(), reported?.ToString() ?? "", reason, ClaimValues.Of(values), data);
    }

    /// <summary>Registers that the numbers do not decide.</summary>
    /// <param name="id">The claim.</param>
    /// <param name="ours">Our figure.</param>
    /// <param name="why">Why it stays open.</param>
    /// <param name="data">Where the data come from.</param>
    /// <param name="values">The numbers behind it.</param>
    /// <param name="reported">The document's figure.</param>
    public static ClaimResult Undecided(string id, InvariantText ours, InvariantText why, Provenance data, object? values = null, InvariantText? reported = null) =>
        Decide(id, null, ours, data, values, reported, because: why, ifUndecided: why);

    /// <summary>Several results shown as one list, as the last expression of a cell.</summary>
    public static ClaimList List(params ClaimResult[] results) => new(results);

    private static string Open() => Course.IsFull
        ? "the spread over seeds is larger than the effect"
        : "the default run's few seeds and epochs do not decide it; a full run may (run --full)";

    // An author must explain. A reader need not: who changes an experiment, or brings other rows, gets the verdict and not an error.
    private static string Unexplained(Claim claim, string ours, Provenance data)
    {
        if (Recorded.Claim(claim.Id, data) is { Verdict: "held" } recorded)
            return $"the course's own run on these data holds it ({recorded.Ours}): something was changed here";
        if (data.IsReal && Recorded.Exists && !Recorded.Knows(data))
            return $"these are other rows than the course's (content {data.Hash}), on which it was not explained";
        throw new ArgumentException(
            $"{claim.Id} is not held here (ours: {ours}; rule: {claim.Rule}), and a claim that is not held is explained. Add the explanation: ifNot: \"…\".");
    }

    private static IReadOnlyList<Claim> Load()
    {
        using var stream = typeof(Claim).Assembly.GetManifestResourceStream("Courseware.Claims.claims.json")
            ?? throw new InvalidOperationException("The library was built without claims.json: build lib/Courseware again.");
        using var json = JsonDocument.Parse(stream);
        return [.. json.RootElement.EnumerateArray().Select(row => new Claim(
            row.GetProperty("id").GetString()!,
            row.GetProperty("kind").GetString() switch
            {
                "R" => ClaimKind.Reported,
                "C" => ClaimKind.Statement,
                "M" => ClaimKind.Mistake,
                "O" => ClaimKind.Ours,
                var other => throw new InvalidDataException($"claims.json: the kind of a claim is R, C, M or O; found '{other}'."),
            },
            row.GetProperty("statement").GetString()!,
            row.GetProperty("rule").GetString()!))];
    }
}
