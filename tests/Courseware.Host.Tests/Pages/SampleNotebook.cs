using System.Text.Json.Nodes;

namespace Courseware.Host.Tests.Pages;

/// <summary>A small executed notebook that holds every kind of cell and output.</summary>
internal static class SampleNotebook
{
    public const string Svg =
        """<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" role="img" aria-labelledby="t"><title id="t">A curve</title><clipPath id="c"><path d="M0 0h9v9z"/></clipPath><g clip-path="url(#c)"><use href="#p"/></g><path id="p" d="M0 0L9 9"/></svg>""";

    public static JsonObject Of(params JsonNode[] cells)
        => new() { ["cells"] = new JsonArray(cells), ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5 };

    public static JsonObject Markdown(string source) => new() { ["cell_type"] = "markdown", ["source"] = source };

    public static JsonObject Code(string source, params JsonNode[] outputs)
        => new() { ["cell_type"] = "code", ["source"] = source, ["execution_count"] = 1, ["outputs"] = new JsonArray(outputs) };

    public static JsonObject Stream(string text, string name = "stdout")
        => new() { ["output_type"] = "stream", ["name"] = name, ["text"] = text };

    public static JsonObject Display(params (string Type, JsonNode Value)[] data)
    {
        var bundle = new JsonObject();
        foreach (var (type, value) in data) bundle[type] = value;
        return new() { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = bundle };
    }

    public static JsonObject Claim(string id, string verdict, string statement = "tiny does not overfit", string kind = "C",
        string engine = "managed")
        => Display(("text/html", "<p>another form</p>"), ("application/vnd.courseware.claim+json", new JsonObject
        {
            ["id"] = id,
            ["kind"] = kind,
            ["statement"] = statement,
            ["rule"] = "gap < 0.05",
            ["reported"] = "0.68",
            ["ours"] = "0.70",
            ["verdict"] = verdict,
            ["reason"] = "because",
            ["values"] = new JsonObject { ["gap"] = 0.006 },
            ["data"] = "real",
            ["dataHash"] = "abc",
            ["mode"] = "default",
            ["engine"] = engine,
        }), ("text/plain", "claim"));

    public static JsonObject Data(string kind)
        => Display(("application/vnd.courseware.data+json",
            new JsonObject { ["name"] = "HIGGS", ["kind"] = kind, ["hash"] = "9f3ac01e77aa55", ["rows"] = 11000 }));

    public static JsonObject Everything() => Of(
        Markdown("# N1 · Overfitting\n\nSee [next](02-adam.ipynb#start), [far](https://example.org/a) and ![picture](https://example.org/a.png).\n\n## Theory\n\n$$\\hat y = \\frac{1}{2}$$\n\n## Theory\n\n### Detail"),
        Code("#r \"../artifacts/lib/Courseware.dll\"\nvar x = 1; // <b>", Stream("<script>alert(1)</script>\n"),
            Stream("careful\n", "stderr")),
        Code("chart", Display(("image/svg+xml", Svg), ("application/vnd.plotly.v1+json", new JsonObject())),
            Display(("image/svg+xml", Svg))),
        Code("data", Data("stand-in"), Claim("N1.1", "held"), Claim("N1.2", "not held"), Claim("N1.3", "undecided"),
            Claim("N1.4", "not tested"), Claim("N1.1", "held")),
        Code("boom", new JsonObject
        {
            ["output_type"] = "error",
            ["ename"] = "Oops",
            ["evalue"] = "<i>no</i>",
            ["traceback"] = new JsonArray("\u001b[31mOops\u001b[0m", "   at <Initialize>")
        }));
}
