using Microsoft.ML;

namespace Courseware;

/// <summary>A trainer that refuses rows too few to learn from.</summary>
/// <param name="trainer">The trainer.</param>
/// <param name="least">The rows that it needs.</param>
/// <param name="what">What an error calls it.</param>
internal sealed class LeastRows(IEstimator<ITransformer> trainer, int least, string what) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var rows = 0;
        using (var cursor = input.GetRowCursor([]))
        {
            while (rows < least && cursor.MoveNext())
                rows++;
        }
        if (rows < least)
        {
            throw new ArgumentException(
                $"{what} need at least {least} rows, two leaves' worth, to grow a tree; got {rows}. Take more rows, or a smaller rowsInLeaf.", nameof(input));
        }
        return trainer.Fit(input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => trainer.GetOutputSchema(inputSchema);
}
