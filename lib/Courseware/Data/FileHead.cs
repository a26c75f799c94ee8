namespace Courseware;

/// <summary>The first lines of a large table of numbers: as many as a download takes, and how to recognise them.</summary>
internal sealed record FileHead
{
    /// <summary>Lines that a download takes when no larger number is asked for.</summary>
    public required int Lines { get; init; }

    /// <summary>Numbers in a line.</summary>
    public required int Columns { get; init; }

    /// <summary>The first numbers of the first line, to three decimals.</summary>
    public required IReadOnlyList<float> FirstNumbers { get; init; }

    /// <summary>Checks that a downloaded file holds <paramref name="lines"/> lines of numbers and that they begin as they should.</summary>
    /// <exception cref="DataFileException">They do not.</exception>
    internal void Check(string path, string name, int lines)
    {
        using var csv = new CsvFile(path, Columns, FormattableString.Invariant($"{lines:N0} lines that begin as {name} does"));
        var first = new float[Columns];
        var row = new float[Columns];
        for (var line = 0; line < lines; line++)
        {
            if (!csv.TryReadNumbers(line == 0 ? first : row))
                throw csv.Bad(FormattableString.Invariant($"{line:N0} lines"));
            if (line == 0 && !Begins(first))
                throw csv.Bad("other lines");
        }
    }

    /// <summary>Does the published file begin with this line?</summary>
    internal bool Begins(ReadOnlySpan<float> line)
    {
        for (var i = 0; i < FirstNumbers.Count; i++)
        {
            if (!(Math.Abs(FirstNumbers[i] - line[i]) <= 0.001f))
                return false;
        }
        return true;
    }
}
