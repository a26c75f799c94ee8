namespace Courseware;

public sealed partial class Dataset
{
    /// <summary>The first <paramref name="count"/> rows (all, if there are fewer).</summary>
    public Dataset Take(int count) => Slice(0, Math.Clamp(count, 0, Count));

    /// <summary>All but the first <paramref name="count"/> rows.</summary>
    public Dataset Skip(int count) => Slice(Math.Clamp(count, 0, Count), Count - Math.Clamp(count, 0, Count));

    /// <summary>The rows start … start + count − 1.</summary>
    public Dataset Slice(int start, int count)
    {
        if (start < 0 || count < 0 || start > Count - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"A slice must be inside the data set: '{Name}' has {Count:N0} rows, asked for {count:N0} from row {start:N0}.");
        }

        return _rows is null
            ? View(null, _start + start, count, Cut(Labels, start, count, 1), Cut(Targets, start, count, TargetWidth))
            : Subset(Enumerable.Range(start, count));
    }

    /// <summary>The rows <paramref name="indices"/>, in that order; a row may occur more than once.</summary>
    public Dataset Subset(params int[] indices)
    {
        var rows = new int[indices.Length];
        var labels = Labels.Length == 0 ? null : new int[indices.Length];
        var targets = TargetWidth == 0 ? null : new float[indices.Length * TargetWidth];
        for (var i = 0; i < indices.Length; i++)
        {
            rows[i] = StoreRow(indices[i]);
            if (labels is not null)
                labels[i] = Labels[indices[i]];
        }
        if (targets is not null)
            GatherTargets(indices, targets);
        return View(rows, 0, rows.Length, labels, targets);
    }

    /// <summary>The rows <paramref name="indices"/>, in that order.</summary>
    public Dataset Subset(IEnumerable<int> indices) => Subset(indices.ToArray());

    /// <summary>All rows in an order drawn from <paramref name="seed"/>.</summary>
    public Dataset Shuffle(long seed) => Subset(new RandomStream(seed, "shuffle rows").Permutation(Count));

    /// <summary>Splits the rows, in an order drawn from <paramref name="seed"/>, into a share for training and the rest.</summary>
    /// <param name="trainShare">Above 0 and below 1.</param>
    /// <param name="seed">Same seed, same split.</param>
    public TrainTest Split(double trainShare, long seed = 0)
    {
        if (!(trainShare > 0 && trainShare < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(trainShare), $"A split needs a share above 0 and below 1, not {trainShare}. For counts of rows give two whole numbers.");
        }

        var train = (int)Math.Round(trainShare * Count);
        return Split(train, Count - train, seed);
    }

    /// <summary>
    /// Splits off <paramref name="trainCount"/> and <paramref name="testCount"/> rows, in an order drawn from <paramref name="seed"/>; the
    /// rest is left out.
    /// </summary>
    public TrainTest Split(int trainCount, int testCount, long seed = 0)
    {
        if (trainCount < 0 || testCount < 0 || trainCount > Count - testCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(trainCount), $"A split cannot have more rows than the data set: '{Name}' has {Count:N0} rows, asked for {trainCount:N0} + {testCount:N0}.");
        }

        var order = new RandomStream(seed, "split rows").Permutation(Count);
        return new TrainTest(Subset(order[..trainCount]).Named(Name + " train"), Subset(order[trainCount..(trainCount + testCount)])
            .Named(Name + " test"));
    }

    /// <summary>
    /// A share of every class (at least one row of each), drawn from <paramref name="seed"/>, in the order of this data set.
    /// </summary>
    /// <param name="share">Above 0, at most 1: 0.01 keeps one in a hundred of every class.</param>
    /// <param name="seed">Same seed, same rows. A larger share of the same seed contains the smaller.</param>
    public Dataset StratifiedSubset(double share, long seed = 0)
    {
        if (!(share > 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), $"A stratified subset needs a share above 0 and at most 1, not {share}.");
        return Stratified(members => Math.Max(1, (int)Math.Round(share * members)), seed);
    }

    /// <summary>
    /// <paramref name="perClass"/> rows of every class (all of a class that has fewer), drawn from <paramref name="seed"/>, in the order of
    /// this data set.
    /// </summary>
    public Dataset PerClass(int perClass, long seed = 0) => Stratified(members => Math.Min(perClass, members), seed);

    /// <summary>The rows of some classes; labels, class names and ClassCount stay as they are (see <see cref="Relabelled"/>).</summary>
    public Dataset OnlyClasses(params int[] classes)
    {
        NeedLabels("OnlyClasses");
        var wanted = new bool[ClassCount];
        foreach (var c in classes)
        {
            wanted[(uint)c < (uint)ClassCount ? c
                : throw new ArgumentOutOfRangeException(
                    nameof(classes), $"A class of '{Name}' is a number from 0 to {ClassCount - 1}, not {c}.")] = true;
        }

        return Subset(Enumerable.Range(0, Count).Where(i => wanted[Labels[i]]));
    }

    /// <summary>
    /// The classes that occur, numbered 0, 1, … in their old order: after <c>OnlyClasses(3, 8)</c> there are classes 0 and 1.
    /// </summary>
    public Dataset Relabelled()
    {
        NeedLabels("Relabelled");
        var counts = ClassCounts();
        var kept = Enumerable.Range(0, ClassCount).Where(c => counts[c] > 0).ToArray();
        return WithLabels([.. Labels.Select(l => Array.IndexOf(kept, l))], [.. kept.Select(c => ClassNames[c])]);
    }

    /// <summary>The same rows with other classes.</summary>
    public Dataset WithLabels(int[] labels, string[]? classNames = null)
        => new(Name, _store, FeatureShape, Count, labels, TargetWidth == 0 ? null
            : Targets, TargetWidth, classNames ?? (ClassCount > 0 ? ClassNames : null), Names, Provenance, _rows, _start);

    /// <summary>The same rows with other target values (Count × <paramref name="width"/>).</summary>
    public Dataset WithTargets(float[] targets, int width)
        => new(Name, _store, FeatureShape, Count, Labels.Length == 0 ? null
            : Labels, targets, width, ClassNames, Names, Provenance, _rows, _start);

    /// <summary>Other numbers of the same shape for the same rows (Count × FeatureCount); labels, targets and provenance stay.</summary>
    internal Dataset WithFeatures(float[] features)
        => features.Length == (long)Count * FeatureCount
            ? new(Name, new FloatStore(features, FeatureCount), FeatureShape, Count, Labels.Length == 0 ? null : Labels, TargetWidth == 0
                ? null : Targets, TargetWidth, ClassNames, Names, Provenance)
            : throw new ArgumentException($"Other features of '{Name}' need {Count:N0} × {FeatureCount:N0} numbers, not {features.Length:N0}.", nameof(features));

    /// <summary>The same rows under another name.</summary>
    public Dataset Named(string name)
        => new(name, _store, FeatureShape, Count, Labels.Length == 0 ? null : Labels, TargetWidth == 0 ? null
            : Targets, TargetWidth, ClassNames, Names, Provenance, _rows, _start);

    /// <summary>The same numbers read in another shape of the same size: [1, 28, 28] as [784].</summary>
    public Dataset Reshape(params int[] featureShape)
    {
        if (Product(featureShape) != FeatureCount)
            throw new ArgumentException($"A row of '{Name}' has {FeatureCount:N0} numbers ({string.Join("×", FeatureShape)}); it cannot be read as {string.Join("×", featureShape)} = {Product(featureShape):N0}.");
        return new(Name, _store, featureShape, Count, Labels.Length == 0 ? null : Labels, TargetWidth == 0 ? null
            : Targets, TargetWidth, ClassNames, Names, Provenance, _rows, _start);
    }

    /// <summary>Each row as one line of numbers: [784] for an image.</summary>
    public Dataset Flatten() => Reshape(FeatureCount);

    /// <summary>The classes as targets: ClassCount numbers a row, 1 at the class and 0 elsewhere.</summary>
    public Dataset OneHot()
    {
        NeedLabels("OneHot");
        var targets = new float[checked(Count * ClassCount)];
        for (var i = 0; i < Count; i++)
            targets[i * ClassCount + Labels[i]] = 1;
        return WithTargets(targets, ClassCount);
    }

    /// <summary>
    /// Every column shifted and scaled: (x − shift) / scale. Fit the scaling on the training part and apply it to all parts.
    /// </summary>
    public Dataset Scale(Scaling scaling)
    {
        if (scaling.Shift.Length != FeatureCount)
            throw new ArgumentException($"A scaling of {scaling.Shift.Length:N0} columns does not fit '{Name}' with {FeatureCount:N0}. Fit it on a data set of the same shape.");
        var all = CopyAll();
        for (var i = 0; i < Count; i++)
            scaling.Apply(all.AsSpan(i * FeatureCount, FeatureCount));
        return WithFeatures(all);
    }

    /// <summary>
    /// Every column with mean 0 and standard deviation 1 <em>over this data set</em>. For a training and a test part use
    /// <see cref="TrainTest.Standardize"/>.
    /// </summary>
    public Dataset Standardize() => Scale(Scaling.Standard(this));

    /// <summary>
    /// Every column from 0 to 1 <em>over this data set</em>. For a training and a test part use <see cref="TrainTest.Normalize()"/>.
    /// </summary>
    public Dataset Normalize() => Scale(Scaling.Unit(this));

    /// <summary>
    /// Every number as (x − mean) / std with one mean and one std for all: how images are usually normalised (0.5, 0.5 gives −1 … 1). Costs
    /// no copy of an image set.
    /// </summary>
    public Dataset Normalize(float mean, float std)
    {
        if (!(std > 0))
            throw new ArgumentOutOfRangeException(nameof(std), $"The standard deviation must be above 0, not {std}.");
        return _store is ByteStore bytes
            ? new(Name, bytes.Map(x => (x - mean) / std), FeatureShape, Count, Labels.Length == 0 ? null : Labels, TargetWidth == 0 ? null
                : Targets, TargetWidth, ClassNames, Names, Provenance, _rows, _start)
            : WithFeatures([.. CopyAll().Select(x => (x - mean) / std)]);
    }

    private string[]? Names => FeatureNames.Length == 0 ? null : FeatureNames;

    private Dataset Stratified(Func<int, int> share, long seed)
    {
        NeedLabels("A stratified subset");
        var counts = ClassCounts();
        var left = counts.Select(n => n == 0 ? 0 : share(n)).ToArray();
        var chosen = new List<int>();
        foreach (var i in new RandomStream(seed, "stratified subset").Permutation(Count))
        {
            if (left[Labels[i]]-- > 0)
                chosen.Add(i);
        }

        chosen.Sort();
        return Subset(chosen);
    }

    private void NeedLabels(string what)
    {
        if (Labels.Length == 0 && Count > 0)
            throw new InvalidOperationException($"{what} needs classes, and '{Name}' has none (it has {TargetWidth} target values a row).");
    }

    private Dataset View(int[]? rows, int start, int count, int[]? labels, float[]? targets)
        => new(Name, _store, FeatureShape, count, labels, targets, TargetWidth, ClassNames, Names, Provenance, rows, start);

    private static T[]? Cut<T>(T[] values, int start, int count, int width)
        => values.Length == 0 ? null : values.AsSpan(start * width, count * width).ToArray();
}
