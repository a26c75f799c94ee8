namespace Courseware;

/// <summary>What was done in this session: kept in memory, never in the notebook.</summary>
internal static class ExerciseState
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, Entry> s_entries = [];

    /// <summary>Keeps an outcome. What was not attempted changes nothing that was.</summary>
    public static void Keep(string id, ExerciseOutcome outcome, IReadOnlyDictionary<string, FormulaValue> given)
    {
        lock (s_gate)
        {
            var entry = Of(id);
            s_entries[id] = entry with
            {
                Given = given,
                Outcome = outcome is ExerciseOutcome.NotAttempted or ExerciseOutcome.Unreadable
                    && entry.Outcome != ExerciseOutcome.NotAttempted ? entry.Outcome : outcome,
                Tries = entry.Tries + (outcome is ExerciseOutcome.Correct or ExerciseOutcome.Wrong ? 1 : 0),
            };
        }
    }

    /// <summary>How many hints have been given, this one included.</summary>
    public static int NextHint(string id, int count)
    {
        lock (s_gate)
        {
            var entry = Of(id);
            s_entries[id] = entry with { Hints = Math.Min(entry.Hints + 1, count) };
            return s_entries[id].Hints;
        }
    }

    public static Entry Of(string id)
    {
        lock (s_gate)
            return s_entries.GetValueOrDefault(id) ?? new(ExerciseOutcome.NotAttempted, 0, 0, null);
    }

    /// <summary>For tests.</summary>
    internal static void Forget()
    {
        lock (s_gate)
            s_entries.Clear();
    }

    /// <param name="Outcome">The last one that was an answer.</param>
    /// <param name="Tries">How often something was answered.</param>
    /// <param name="Hints">How many hints were given.</param>
    /// <param name="Given">The numbers that the cell gave last.</param>
    internal sealed record Entry(ExerciseOutcome Outcome, int Tries, int Hints, IReadOnlyDictionary<string, FormulaValue>? Given);
}
