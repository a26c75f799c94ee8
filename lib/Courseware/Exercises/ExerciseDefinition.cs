namespace Courseware;

/// <summary>An exercise as the file of its notebook has it.</summary>
internal sealed record ExerciseDefinition
{
    /// <summary>"2a": the notebook's number and a letter.</summary>
    public required string Id { get; init; }

    /// <summary>The heading of the notebook's section; "" if it is not given.</summary>
    public string Section { get; init; } = "";

    public required ExerciseKind Kind { get; init; }

    public required string Question { get; init; }

    public string QuestionFa { get; init; } = "";

    /// <summary>Numbers by name: constants, and examples of what the cell gives.</summary>
    public OrderedDictionary<string, FormulaValue> Given { get; init; } = [];

    /// <summary>The names of <see cref="Given"/> that the cell has to give.</summary>
    public IReadOnlyList<string> FromCell { get; init; } = [];

    public IReadOnlyList<ExerciseStep> Steps { get; init; } = [];

    /// <summary>The right answer; for a text the first of <see cref="Accepted"/>.</summary>
    public required Formula Answer { get; init; }

    /// <summary>All texts that are right.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];

    public IReadOnlyList<ExerciseOption> Options { get; init; } = [];

    /// <summary>The arguments of a function, in order.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Where a function is tested.</summary>
    public IReadOnlyList<double[]> Points { get; init; } = [];

    /// <summary>The largest difference that counts as right; null for <see cref="Relative"/>.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The same as a share of the right answer.</summary>
    public double Relative { get; init; } = 0.001;

    public IReadOnlyList<ExerciseSlip> Slips { get; init; } = [];

    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>The hints in Persian, in the same order.</summary>
    public IReadOnlyList<string> HintsFa { get; init; } = [];

    /// <summary>A sentence under the worked solution; "" for none.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>The ids of cells that the exercise's cell needs to have run, in a test.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>The number of its notebook.</summary>
    public int Notebook => ExerciseFile.NotebookOf(Id)!.Value;

    /// <summary>What the given numbers and the steps are called, with the cell's numbers in place of the examples.</summary>
    /// <exception cref="ArgumentException">The cell gives what the exercise does not know, or not what it needs.</exception>
    public OrderedDictionary<string, FormulaValue> With(IReadOnlyDictionary<string, FormulaValue> given)
    {
        if (given.Keys.FirstOrDefault(name => !Given.ContainsKey(name)) is { } unknown)
            throw new ArgumentException($"Exercise {Id} has no number '{unknown}'; it knows {(Given.Count == 0 ? "none" : string.Join(", ", Given.Keys))}.", nameof(given));
        if (FromCell.Where(name => !given.ContainsKey(name)).ToArray() is { Length: > 0 } missing)
            throw new ArgumentException($"Exercise {Id} needs {string.Join(", ", missing)} from the notebook: pass given: new {{ {string.Join(", ", FromCell)} }}.", nameof(given));
        var names = new OrderedDictionary<string, FormulaValue>();
        foreach (var (name, value) in Given)
            names[name] = given.GetValueOrDefault(name) ?? value;
        return names;
    }
}
