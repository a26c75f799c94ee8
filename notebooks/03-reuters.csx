// What notebook 3 uses beside its lesson. The notebook loads this file; change it and run the loading cell again.
using Courseware;

// ---- What training gives --------------------------------------------------------------------------------------

record Run(Sequential Model, History History);

// An epoch of a network, and its accuracy on the held-out texts and on the test set.
record Candidate(string Name, int Epoch, double HeldOut, double Test);

// The highest accuracy of all runs and epochs, in training or on the test set.
double Highest(IEnumerable<Run[]> all) => all.SelectMany(pair => pair).SelectMany(run => run.History.Epochs)
    .Max(epoch => Math.Max(epoch.TrainAccuracy, epoch.ValAccuracy));

// The losses after the last epoch, means over the seeds.
(double Train, double Test) LastLosses(Run[] runs) =>
    (runs.Average(run => run.History.Last.TrainLoss), runs.Average(run => run.History.Last.ValLoss));

// ---- Tables ---------------------------------------------------------------------------------------------------

Table Choices(Candidate chosen, Candidate peeked) =>
    new Table("Chosen on", "Output and loss", "epoch", new Column("held-out accuracy", "F4"), new Column("test accuracy", "F4"))
        .Row("held-out texts", chosen.Name, chosen.Epoch, chosen.HeldOut, chosen.Test)
        .Row("test texts", peeked.Name, peeked.Epoch, peeked.HeldOut, peeked.Test);

ClassificationReport Report(Dataset texts, int[] called) =>
    ClassificationReport.Of(texts.Labels, called, names: texts.ClassNames);

Table Beside(IReadOnlyList<(string Figure, double MLNet, double Ours, string Note)> figures) =>
    new Table("maximum entropy", new Column("ML.NET", "F4"), new Column("ours", "F4"), "where they differ")
        .Rows(figures, f => [f.Figure, f.MLNet, f.Ours, f.Note]);

// ---- Two engines ----------------------------------------------------------------------------------------------

Series Curve(string name, History history) => new(name, history.Values(e => e.Epoch), history.Values(e => e.ValLoss));

void ShowTwoEngines(History here, History there, string note)
{
    Plot.Lines([Curve("managed", here), Curve("TorchSharp", there)], "One network, two engines: do the curves part?",
        "epoch", "categorical cross-entropy on the test texts", subtitle: note).Show();
    var apart = here.Epochs.Zip(there.Epochs, (a, b) => Math.Abs(a.ValLoss - b.ValLoss)).Max();
    Notice.That($"The two curves differ by {apart:0.0e+0} at most. Time: managed {here.Seconds:F1} s, "
        + $"TorchSharp {there.Seconds:F1} s (measured).").Show();
}
