namespace Courseware.Tests.Display;

/// <summary>One value of each kind that the library shows.</summary>
internal static class ShownValues
{
    public static readonly IReadOnlyDictionary<string, object> All = new Dictionary<string, object>
    {
        ["chart"] = Plot.Lines([new Series("a", [1.0, 2.0])], "t", "x", "y"),
        ["table"] = new Table("a").Row(1),
        ["html"] = new Html("<b>a</b>"),
        ["markdown"] = new Markdown("*a*"),
        ["transient"] = new Transient("a"),
        ["bundle"] = MimeBundle.Empty.With(MimeTypes.Html, "<i>a</i>").With(MimeTypes.Plain, "a"),
        ["confusion matrix"] = Courseware.ConfusionMatrix.Of([0, 1], [0, 1], 2, ["a", "b"]),
    };
}
