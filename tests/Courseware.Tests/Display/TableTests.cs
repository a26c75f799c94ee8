using Xunit;

namespace Courseware.Tests.Display;

public sealed class TableTests
{
    private static readonly Table s_models =
        new Table("model", new Column("parameters", "N0"), new Column("val. loss", "0.000", Best.Lowest))
            .Row("tiny", 481, 0.6041)
            .Row("L2 + dropout", 803_329, 0.5871)
            .Row("a < b | c", null, double.NaN);

    [Fact]
    public void Text_is_aligned_and_the_best_is_marked() => Assert.Equal(
        """
        model         parameters  val. loss
        ────────────  ──────────  ─────────
        tiny                 481     0.604
        L2 + dropout     803,329     0.587*
        a < b | c                      NaN
        * best of its column
        """.ReplaceLineEndings("\n"), s_models.ToString());

    [Fact]
    public void Html_is_escaped_and_well_formed()
    {
        var html = s_models.WithCaption("Models & losses").WithNote("Stand-in data").ToMimeBundle()[MimeTypes.Html];
        Assert.Contains("a &lt; b | c", html, StringComparison.Ordinal);
        Assert.Contains("Models &amp; losses", html, StringComparison.Ordinal);
        System.Xml.Linq.XDocument.Parse($"<div>{html}</div>");
    }

    [Fact]
    public void Markdown_escapes_bars_and_marks_the_best()
    {
        var markdown = s_models.ToMarkdown();
        Assert.Contains("a < b \\| c", markdown, StringComparison.Ordinal);
        Assert.Contains("**0.587**", markdown, StringComparison.Ordinal);
        Assert.Contains("|---|---:|---:|", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Adding_a_row_leaves_the_old_table_alone()
    {
        s_models.Row("x", 1, 0.1);
        Assert.Equal(3, s_models.Count);
    }

    [Fact]
    public void A_row_of_another_length_is_refused_with_both_counts()
    {
        var error = Assert.Throws<ArgumentException>(() => s_models.Row("x", 1));
        Assert.Contains("3 columns (model, parameters, val. loss), the row 2 cells", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_print_the_same_are_both_best()
    {
        var text = new Table("m", new Column("loss", "0.00", Best.Lowest)).Row("a", 0.501).Row("b", 0.502).ToString();
        Assert.Equal(2, text.Split("0.50*").Length - 1);
    }
}
