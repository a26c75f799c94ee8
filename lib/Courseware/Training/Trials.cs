namespace Courseware;

/// <summary>Many small computations that do not depend on each other: seeds, draws, folds, the points of a grid.</summary>
public static class Trials
{
    /// <summary>
    /// Computes each setting's result and returns them in the settings' order:
    /// <code>double[] accuracies = Trials.Run(seeds, seed => Train(seed).Evaluate(test, loss).Accuracy);</code>
    /// </summary>
    /// <remarks>
    /// Small trials run side by side, one on each core; large ones, whose own work the cores can share, one after another. The results are
    /// the same, to the last bit, on any number of cores. So that this holds, a trial changes nothing that another reads: it makes its own
    /// model, and adds to a <see cref="LiveChart"/> or <see cref="LiveCurves"/> that all share. What a trial shows appears in the
    /// trials' order.
    /// </remarks>
    /// <param name="settings">What the trials differ in.</param>
    /// <param name="trial">From a setting to its result.</param>
    /// <param name="done">
    /// Takes each result as soon as it is there, and keeps it when the cell is interrupted or a trial fails; what it holds already is not
    /// computed again. Empty it after a change of the trial.
    /// </param>
    /// <exception cref="InvalidOperationException">A trial failed: the text names the first that did, and says why.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted. No trial goes on in the background.</exception>
    public static TResult[] Run<TSetting, TResult>(IEnumerable<TSetting> settings, Func<TSetting, TResult> trial,
        IDictionary<TSetting, TResult>? done = null)
        where TSetting : notnull
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(trial);
        TSetting[] all = [.. settings];
        var results = new TResult[all.Length];
        var left = Enumerable.Range(0, all.Length).Where(i => done is null || !done.TryGetValue(all[i], out results[i]!)).ToArray();
        using var run = new TrialRun(left.Length,
            i => results[left[i]] = trial(all[left[i]]),
            i =>
            {
                if (done is not null)
                    done[all[left[i]]] = results[left[i]];
            },
            i => Name(left[i], all.Length, all[left[i]]));
        run.Run();
        return results;
    }

    // A setting that has no text of its own, as an array or a function, is told by its number alone.
    private static string Name<TSetting>(int number, int count, TSetting setting)
    {
        var text = Convert.ToString(setting, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        var isTold = text.Length > 0 && text != setting!.GetType().ToString();
        return FormattableString.Invariant($"Trial {number + 1} of {count}{(isTold ? $" ({Short(text)})" : "")}");
    }

    private static string Short(string text) => text.Length <= 80 ? text : $"{text[..79]}…";
}
