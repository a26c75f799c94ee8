namespace Courseware.Host.Formulas;

/// <summary>A formula that <see cref="TexToMathMl"/> cannot convert: says where, what was met, and what is known instead.</summary>
public sealed class TexException : FormatException
{
    internal TexException(string rule, string tex, int position, string? command = null)
        : base($"Formula, position {position + 1}: {rule} Here: …{Around(tex, position)}…")
    {
        Tex = tex;
        Position = position;
        Command = command;
    }

    /// <summary>The whole formula.</summary>
    public string Tex { get; }

    /// <summary>Where the fault begins, counted from 0.</summary>
    public int Position { get; }

    /// <summary>The command that is not known, with its backslash; null for another fault.</summary>
    public string? Command { get; }

    private static string Around(string tex, int position)
    {
        var from = int.Max(0, position - 12);
        var to = int.Min(tex.Length, position + 24);
        return tex[from..to].ReplaceLineEndings(" ");
    }
}
