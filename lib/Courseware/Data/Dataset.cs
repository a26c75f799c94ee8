namespace Courseware;

/// <summary>
/// Rows of numbers with, for each row, a class or target values. Immutable. All views (<see cref="Take"/>, <see cref="Subset(int[])"/>,
/// <see cref="Split(double, long)"/> …) share one store of rows: a view costs one int a row at most. Images are stored as bytes, bags of
/// words without their zeros.
/// </summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed partial class Dataset : IRowSource, IDisplayable
{
    /// <summary>
    /// A label from here on is taken for no class but for an identity or a measure: each class takes a name, and a column wherever classes
    /// are counted.
    /// </summary>
    internal const int MostClasses = 100_000;

    // Fewer numbers are copied sooner than a second thread has begun.
    private const int NumbersOfThread = 16 * 1024;

    private readonly FeatureStore _store;
    private readonly int[]? _rows;   // row of the store for each row of this view; null: rows _start, _start + 1, …
    private readonly int _start;
    private float[]? _features;

    /// <summary>A data set from arrays.</summary>
    /// <param name="name">What it is called in tables and messages.</param>
    /// <param name="features">Rows × the product of <paramref name="featureShape"/>, row-major. Not copied.</param>
    /// <param name="featureShape">The shape of one row: [28] for 28 columns, [1, 28, 28] for grey images (channels, height, width).</param>
    /// <param name="labels">A class for each row, 0 … classes − 1; or null.</param>
    /// <param name="targets">Rows × <paramref name="targetWidth"/> target values; or null.</param>
    /// <param name="targetWidth">Target values in a row; 0 without targets.</param>
    /// <param name="classNames">A name for each class; made from the labels when left out.</param>
    /// <param name="featureNames">A name for each column, if they have names.</param>
    /// <param name="provenance">Where the numbers come from; "made in this notebook" when left out.</param>
    /// <exception cref="ArgumentException">The lengths do not agree, or a label is out of range; the message names both.</exception>
    public Dataset(
        string name, float[] features, int[] featureShape, int[]? labels = null, float[]? targets = null, int targetWidth = 0,
        string[]? classNames = null, string[]? featureNames = null, Provenance? provenance = null)
        : this(name, new FloatStore(features, Product(featureShape)), featureShape, Rows(name, features.Length, featureShape),
            labels, targets,
               targetWidth, classNames, featureNames, provenance)
    {
    }

    internal Dataset(
        string name, FeatureStore store, int[] featureShape, int count, int[]? labels, float[]? targets = null, int targetWidth = 0,
        string[]? classNames = null, string[]? featureNames = null, Provenance? provenance = null, int[]? rows = null, int start = 0)
    {
        (Name, _store, FeatureShape, Count, _rows, _start) = (name, store, featureShape, count, rows, start);
        Labels = labels ?? [];
        Targets = targets ?? [];
        TargetWidth = targets is null ? 0 : targetWidth;
        FeatureNames = featureNames ?? [];
        if (labels is not null && labels.Length != count)
            throw new ArgumentException($"A data set needs one label a row: '{name}' has {count:N0} rows and {labels.Length:N0} labels. Leave labels out if there are none.");
        if (targets is not null && (targetWidth < 1 || targets.Length != (long)count * targetWidth))
            throw new ArgumentException($"A data set needs targetWidth target values a row: '{name}' has {count:N0} rows, targetWidth {targetWidth} and {targets.Length:N0} target values.");
        if (featureNames is not null && featureNames.Length != FeatureCount)
            throw new ArgumentException($"A data set needs one name a column: '{name}' has {FeatureCount:N0} columns and {featureNames.Length:N0} names.");
        ClassNames = classNames ?? NamesFor(name, Labels);
        for (var i = 0; i < Labels.Length; i++)
        {
            if ((uint)Labels[i] >= (uint)ClassNames.Length)
                throw new ArgumentException($"A label must be a class from 0 to {ClassNames.Length - 1}: '{name}' has label {Labels[i]} in row {i}. Count classes from 0, or give classNames for all classes.");
        }

        Provenance = provenance ?? new Provenance(name, DataKind.None, HashNow(), count, "made in this notebook", "");
    }

    /// <summary>What it is called: "Fashion-MNIST train".</summary>
    public string Name { get; }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>The shape of one row: [28], or [1, 28, 28] (channels, height, width).</summary>
    public int[] FeatureShape { get; }

    /// <summary>Numbers in a row: the product of <see cref="FeatureShape"/>.</summary>
    public int FeatureCount => _store.Width;

    /// <summary>A name for each column; empty if they have none.</summary>
    public string[] FeatureNames { get; }

    /// <summary>The class of each row, 0 … ClassCount − 1; empty for a set without classes.</summary>
    public int[] Labels { get; }

    /// <summary>Count × <see cref="TargetWidth"/> target values, row-major; empty without targets.</summary>
    public float[] Targets { get; }

    /// <summary>Target values in a row; 0 without targets.</summary>
    public int TargetWidth { get; }

    /// <summary>A name for each class.</summary>
    public string[] ClassNames { get; }

    /// <summary>How many classes there are (also those of which this view has no row).</summary>
    public int ClassCount => ClassNames.Length;

    /// <summary>Where the numbers come from: real, stand-in or made here, and the hash of what was loaded.</summary>
    public Provenance Provenance { get; }

    /// <summary>Has every row a class?</summary>
    public bool HasClasses => Labels.Length > 0;

    // In memory every row is at hand: one block.
    int IRowSource.BlockSize => Count;

    /// <summary>Is this a stand-in?</summary>
    public bool IsStandIn => Provenance.Kind == DataKind.StandIn;

    /// <summary>
    /// Count × FeatureCount numbers, contiguous, row-major. Made when first asked for (images are stored as bytes, bags of words without
    /// zeros), then kept: to train, gather batches instead.
    /// </summary>
    public float[] Features
        => _features ??= _rows is null && _start == 0 && _store.Rows == Count && _store.Whole is { } whole ? whole : CopyAll();

    /// <summary>A copy of row <paramref name="index"/>: FeatureCount numbers.</summary>
    public float[] Row(int index)
    {
        var row = new float[FeatureCount];
        CopyRow(index, row);
        return row;
    }

    /// <summary>Row <paramref name="index"/> into <paramref name="target"/> (at least FeatureCount numbers).</summary>
    internal void CopyRow(int index, Span<float> target) => _store.CopyRow(StoreRow(index), target[..FeatureCount]);

    /// <summary>
    /// The rows <paramref name="indices"/>, one after the other, into a buffer of at least indices × FeatureCount numbers.
    /// </summary>
    internal void Gather(ReadOnlySpan<int> indices, Span<float> features)
    {
        var width = FeatureCount;
        Need(features.Length, (long)indices.Length * width, nameof(features));
        if (_store.Whole is { } whole)
        {
            foreach (var index in indices)
                StoreRow(index);
            RowCopies.Gather(whole, width, indices, _rows, _start, features);
            return;
        }
        GatherFromStore(indices, features);
    }

    private unsafe void GatherFromStore(ReadOnlySpan<int> indices, Span<float> features)
    {
        fixed (int* pi = indices)
        fixed (float* pf = features)
        {
            var body = new GatherBody { Data = this, Indices = pi, Features = pf };
            WorkerPool.For(indices.Length, Math.Max(1, NumbersOfThread / FeatureCount), ref body);
        }
    }

    /// <summary>
    /// True if it is certain that no number of this data set is ∞ or NaN; false where only reading the rows would show it.
    /// </summary>
    internal bool IsSurelyFinite => _store.AllFinite;

    /// <summary>Whether nobody outside can change its numbers: they are in no array that was given or handed out.</summary>
    internal bool IsSurelyConstant => _store.Whole is null;

    /// <summary>The share of numbers that are not 0 in all that this data set is a view of.</summary>
    internal double Density => _store.Density;

    /// <summary>The rows <paramref name="indices"/>, one after the other, without their zeros.</summary>
    internal void Gather(ReadOnlySpan<int> indices, SparseRows rows)
    {
        rows.Clear(FeatureCount);
        foreach (var index in indices)
            _store.AppendRow(StoreRow(index), rows);
    }

    /// <summary>All rows, without their zeros.</summary>
    internal SparseRows WithoutZeros()
    {
        var rows = new SparseRows();
        rows.Clear(FeatureCount);
        for (var i = 0; i < Count; i++)
            _store.AppendRow(StoreRow(i), rows);
        return rows;
    }

    /// <summary>The rows and the classes of <paramref name="indices"/>.</summary>
    public void Gather(ReadOnlySpan<int> indices, Span<float> features, Span<int> labels)
    {
        Gather(indices, features);
        GatherLabels(indices, labels);
    }

    /// <summary>The rows and the target values of <paramref name="indices"/> (indices × TargetWidth).</summary>
    internal void Gather(ReadOnlySpan<int> indices, Span<float> features, Span<float> targets)
    {
        Gather(indices, features);
        GatherTargets(indices, targets);
    }

    /// <summary>The target values of <paramref name="indices"/> (indices × TargetWidth).</summary>
    internal void GatherTargets(ReadOnlySpan<int> indices, Span<float> targets)
    {
        if (TargetWidth == 0)
            throw new InvalidOperationException($"'{Name}' has no targets to gather. For classes use OneHot() first, or gather its labels.");
        Need(targets.Length, (long)indices.Length * TargetWidth, nameof(targets));
        for (var i = 0; i < indices.Length; i++)
            Targets.AsSpan(indices[i] * TargetWidth, TargetWidth).CopyTo(targets[(i * TargetWidth)..]);
    }

    void IRowSource.Read(ReadOnlySpan<int> rows, Span<float> features, Span<int> labels, Span<float> targets)
    {
        Gather(rows, features);
        GatherAnswers(rows, labels, targets);
    }

    /// <summary>The classes and the target values of <paramref name="indices"/>, each where its span is not empty.</summary>
    internal void GatherAnswers(ReadOnlySpan<int> indices, Span<int> labels, Span<float> targets)
    {
        if (!labels.IsEmpty)
            GatherLabels(indices, labels);
        if (!targets.IsEmpty)
            GatherTargets(indices, targets);
    }

    /// <summary>How many rows each class has.</summary>
    public int[] ClassCounts()
    {
        var counts = new int[ClassCount];
        foreach (var label in Labels)
            counts[label]++;
        return counts;
    }

    /// <summary>
    /// The hash of this view as it is now (features, labels, targets), scaled and cut; Provenance.Hash is that of what was loaded.
    /// </summary>
    internal string HashNow()
    {
        using var hash = new ContentHash();
        var row = new float[FeatureCount];
        for (var i = 0; i < Count; i++)
        {
            CopyRow(i, row);
            hash.Add(row);
        }
        return hash.Add(Labels).Add(Targets).Finish();
    }

    /// <inheritdoc/>
    public override string ToString()
        => FormattableString.Invariant($"{Name}: {Count:N0} rows × {string.Join("×", FeatureShape)}{(ClassCount > 0 ? $", {ClassCount} classes" : "")} ({Provenance.KindText})");

    private void GatherLabels(ReadOnlySpan<int> indices, Span<int> labels)
    {
        if (Labels.Length == 0)
            throw new InvalidOperationException($"'{Name}' has no classes to gather. Gather its targets, or give it labels.");
        Need(labels.Length, indices.Length, nameof(labels));
        for (var i = 0; i < indices.Length; i++)
            labels[i] = Labels[indices[i]];
    }

    private int StoreRow(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), $"A row index must be from 0 to {Count - 1}: '{Name}' was asked for row {index}.");
        }

        return _rows is null ? _start + index : _rows[index];
    }

    private float[] CopyAll()
    {
        var all = new float[checked(Count * FeatureCount)];
        for (var i = 0; i < Count; i++)
            _store.CopyRow(StoreRow(i), all.AsSpan(i * FeatureCount, FeatureCount));
        return all;
    }

    private void Need(int has, long needs, string buffer)
    {
        if (has < needs)
            throw new ArgumentException($"The buffer '{buffer}' must hold {needs:N0} numbers for this batch of '{Name}', and has {has:N0}.", buffer);
    }

    internal static int Product(int[] shape)
    {
        if (shape.Length == 0 || shape.Any(n => n < 1))
            throw new ArgumentException($"The shape of a row must be one or more positive numbers, not [{string.Join(", ", shape)}].");
        return shape.Aggregate(1, (a, b) => checked(a * b));
    }

    private static int Rows(string name, int length, int[] shape)
    {
        var width = Product(shape);
        return length % width == 0 ? length / width : throw new ArgumentException(
            $"The features of '{name}' must fill whole rows: {length:N0} numbers do not divide into rows of {string.Join("×", shape)} = {width:N0}.");
    }

    private static string[] NamesFor(string name, int[] labels)
    {
        var most = labels.Length == 0 ? -1 : labels.Max();
        if (most >= MostClasses)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A label must be the number of a class, from 0 to {MostClasses - 1:N0} at most: '{name}' has label {most:N0} in row {Array.IndexOf(labels, most):N0}. Number the classes from 0; a value to predict goes into targets."));
        }
        return [.. Enumerable.Range(0, most + 1).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
    }

    // Each thread copies some of the rows.
    private unsafe struct GatherBody : IParallelBody
    {
        public Dataset Data;
        public int* Indices;
        public float* Features;

        public readonly void Run(int from, int toExclusive)
        {
            var width = Data.FeatureCount;
            for (var i = from; i < toExclusive; i++)
                Data._store.CopyRow(Data.StoreRow(Indices[i]), new Span<float>(Features + (nint)i * width, width));
        }
    }
}
