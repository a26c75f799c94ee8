namespace Courseware;

/// <summary>A formula of an exercise cannot be read or computed. The message has the formula and the position.</summary>
internal sealed class FormulaException(string formula, int position, string problem)
    : FormatException($"The formula \"{formula}\", position {position + 1}: {problem}")
{
    /// <summary>Where, counted from 0.</summary>
    public int Position { get; } = position;
}
