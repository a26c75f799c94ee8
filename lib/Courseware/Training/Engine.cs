namespace Courseware.Training;

/// <summary>Which engine trains when a call names none.</summary>
public static class Engine
{
    /// <summary>The engine that <c>Fit</c> uses by default.</summary>
    public static ITrainingEngine Default { get; private set; } = new ManagedEngine();

    /// <summary>Makes an engine the default and returns it.</summary>
    public static ITrainingEngine Use(ITrainingEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return Default = engine;
    }
}
