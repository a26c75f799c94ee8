using System.Globalization;
using System.Text;

namespace Courseware.Fuzz;

/// <summary>What came of a time of fuzzing.</summary>
internal sealed class FuzzReport
{
    /// <summary>By the kind of mutation: how many were tried, and how many of these were refused in one line.</summary>
    public SortedDictionary<string, (int Tried, int Refused)> Kinds { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// What is no answer: an exception, or a refusal that is no single line with the file's name. With the number by which it can be made
    /// again.
    /// </summary>
    public List<string> Faults { get; } = [];

    public int Tried => Kinds.Values.Sum(kind => kind.Tried);

    public void Count(string kind, bool refused)
    {
        var (tried, before) = Kinds.GetValueOrDefault(kind);
        Kinds[kind] = (tried + 1, before + (refused ? 1 : 0));
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (kind, (tried, refused)) in Kinds)
            text.Append(CultureInfo.InvariantCulture, $"{kind,-28} {tried,8} tried, {refused,8} refused in one line\n");
        text.Append(CultureInfo.InvariantCulture, $"{Tried} mutated notebooks, {Faults.Count} faults\n");
        foreach (var fault in Faults.Take(20))
            text.Append(fault).Append('\n');
        return text.ToString();
    }
}
