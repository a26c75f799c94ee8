using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>Which engine trains when a call names none.</summary>
/// <remarks>
/// The environment variable COURSEWARE_ENGINE chooses when the process starts, <see cref="Use(string)"/> in a cell: "managed" (the default)
/// is the library's own, "torchsharp" is in the adapter Courseware.TorchSharp, which <c>dotnet build</c> puts next to the library.
/// </remarks>
public static class Engine
{
    private const string Variable = "COURSEWARE_ENGINE";
    private const string Managed = "managed";
    private const string TorchSharp = "torchsharp";

    private static readonly Lock s_gate = new();
    private static ITrainingEngine? s_chosen;

    /// <summary>The engine that <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> use by default.</summary>
    /// <exception cref="InvalidOperationException">COURSEWARE_ENGINE names none.</exception>
    public static ITrainingEngine Default
    {
        get
        {
            lock (s_gate)
                return s_chosen ??= FromEnvironment();
        }
    }

    /// <summary>Makes an engine the default and returns it.</summary>
    public static ITrainingEngine Use(ITrainingEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        lock (s_gate)
            return s_chosen = engine;
    }

    /// <summary>Makes the engine of that name the default, says so in one line, and returns it: <c>Engine.Use("torchsharp");</c></summary>
    /// <param name="name">"managed" or "torchsharp".</param>
    /// <exception cref="ArgumentException">There is no engine of that name.</exception>
    /// <exception cref="InvalidOperationException">Its adapter is not built, or does not run here; the text says what to do.</exception>
    public static ITrainingEngine Use(string name)
    {
        return Use(Said(Of(name)));
    }

    /// <summary>
    /// The engine of that name for one call, as in <c>new FitOptions { Engine = Engine.Find("torchsharp"), … }</c>; the default stays. One
    /// line says which it is.
    /// </summary>
    /// <param name="name">"managed" or "torchsharp".</param>
    /// <returns>Null, after a line that says what to do, where its adapter is not built or does not run here.</returns>
    /// <exception cref="ArgumentException">There is no engine of that name.</exception>
    public static ITrainingEngine? Find(string name)
    {
        try
        {
            return Said(Of(name));
        }
        catch (InvalidOperationException missing)
        {
            missing.Message.Show();
            return null;
        }
    }

    /// <summary>
    /// Measures a few steps of a training on both engines, here and now, and says in a line which is faster; it chooses none, and the model
    /// keeps its weights: <c>Engine.Compare(model, digits.Train, options)</c>
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="train">What it is to be trained on.</param>
    /// <param name="options">How; its engine, or the default one, is the present engine that the other is compared with.</param>
    /// <exception cref="ArgumentException">The data do not fit the model or the loss.</exception>
    public static Transient Compare(Sequential model, IRowSource train, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        FitLoop.Check(train, options);
        var present = options.Engine ?? Default;
        ITrainingEngine[] engines = Adapter.TryLoad(out var torch, out var reason) ? [new ManagedEngine(), torch] : [new ManagedEngine()];
        return new Transient(EngineComparison.Line(model, train, options,
            [present, .. engines.Where(engine => engine.Name != present.Name)], reason));
    }

    private static ITrainingEngine Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Normal(name) switch
        {
            Managed => new ManagedEngine(),
            TorchSharp => Adapter.TryLoad(out var loaded, out var reason) ? loaded : throw new InvalidOperationException(reason),
            _ => throw new ArgumentException(
                $"There is no engine '{name}': {Managed} and {TorchSharp} are the two.{(Spelling.Nearest(name.Trim(), [Managed, TorchSharp]) is { } meant ? $" Did you mean '{meant}'?" : "")}", nameof(name)),
        };
    }

    private static ITrainingEngine FromEnvironment()
    {
        var asked = Environment.GetEnvironmentVariable(Variable);
        switch (Normal(asked))
        {
            case "":
                return new ManagedEngine();
            case Managed:
                return Said(new ManagedEngine());
            case TorchSharp:
                if (Adapter.TryLoad(out var engine, out var reason))
                    return Said(engine);
                Console.WriteLine($"{reason} The managed engine trains instead.");
                return new ManagedEngine();
            default:
                throw new InvalidOperationException(EnvironmentNotice.ErrorOf(Variable, asked));
        }
    }

    private static string Normal(string? name) => name?.Trim().ToLowerInvariant() ?? "";

    private static ITrainingEngine Said(ITrainingEngine engine)
    {
        Console.WriteLine($"Engine: {engine.Description}.");
        return engine;
    }

    /// <summary>
    /// Where the variable is set, the first line that a notebook writes names the engine; a wrong value is reported then too, and is an
    /// error where an engine is first used.
    /// </summary>
#pragma warning disable CA2255 // A library should not run code when it is loaded; here nothing happens unless the variable is set, and no later moment is sure to come before the first output.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Tell()
    {
        if (Normal(Environment.GetEnvironmentVariable(Variable)) is Managed or TorchSharp)
            _ = Default;
    }
}
