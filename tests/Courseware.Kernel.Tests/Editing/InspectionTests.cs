using Xunit;

namespace Courseware.Kernel.Tests.Editing;

public sealed class InspectionTests(WrittenSession session) : IClassFixture<WrittenSession>
{
    [Theory]
    [InlineData("ans|wer", "int answer = 42")]
    [InlineData("answer|", "int answer = 42")]
    [InlineData("numbers|", "double[] numbers = double[3]")]
    [InlineData("zoe|", "Person zoe = Person { Name = \"Adam\", Age = 3, Scores = int[2] }|record Person")]
    [InlineData("poi|nt", "Point point = Point { X = 1.5, Y = -2, Of = Person {")]
    [InlineData("pair|", "pair = { First = 1, Second = \"two\" }")]
    [InlineData("mod|el", "Model model = Model { Width = 0 }")]
    [InlineData("text|.Append", "StringBuilder text|class StringBuilder")]
    [InlineData("var local = 3.5; loc|al", "double local")]
    [InlineData("Half|(3)", "double Half(double whole)|Half of it.|whole: Any number.")]
    [InlineData("Half(|", "double Half(double whole)|Half of it.")]
    [InlineData("Half(3|", "double Half(double whole)|Half of it.")]
    [InlineData("Half(|)", "Half of it.")]
    [InlineData("model.Fit(1, |", "void Model.Fit(int epochs, double rate)\nvoid Model.Fit(int epochs)")]
    [InlineData("model.Fi|t", "void Model.Fit(int epochs)\nvoid Model.Fit(int epochs, double rate)")]
    [InlineData("new Circle(|",
        "new Circle(double radius)\nnew Circle(double radius, Colour colour)|Draws it.|radius: In metres; more than 0.")]
    [InlineData("new Circ|le(3)",
        "class Shapes.Circle : Shape|new Circle(double radius)|All points at one distance from Circle.Radius.|radius: In metres")]
    [InlineData("Shape s = new(|", "")]
    [InlineData("Circle c = new(|", "new Circle(double radius)")]
    [InlineData("shape.Doub|led()", "double Shape.Doubled(double factor = 2)|The area, factor times.|Returns: Square metres.")]
    [InlineData("Ru|n", "record Run|2 properties")]
    [InlineData("Mode|", "enum Mode|Values: Fast, Thorough")]
    [InlineData("runs.Select(r => r|.Name)", "Run r")]
    [InlineData("System.Te|xt", "namespace System.Text")]
    [InlineData("check(|", "bool|int|string")]
    [InlineData("str|ing s;", "class System.String : |Represents text as a sequence of UTF-16 code units.")]
    [InlineData("doub|le d;", "struct System.Double : ")]
    [InlineData("x = 3 // |", "")]
    [InlineData("|", "")]
    [InlineData("nobodyKnows|", "")]
    public async Task Inspection_tells(string marked, string expected)
    {
        var found = await session.InspectAsync(marked);
        if (expected.Length == 0)
        {
            Assert.Null(found);
            return;
        }
        Assert.NotNull(found);
        foreach (var part in expected.Split('|'))
            Assert.Contains(part, found["text/plain"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Console.WriteLine(|", "static void Console.WriteLine(string? value)")]
    [InlineData("Console.WriteLine(|)", "static void Console.WriteLine(string? value)")]
    [InlineData("Console.WriteLine(3|", "static void Console.WriteLine(int value)")]
    [InlineData("Console.WriteLine(answer |", "static void Console.WriteLine(int value)")]
    [InlineData("Console.WriteLine(\"{0}\", |", "static void Console.WriteLine(string format, object? arg0)")]
    [InlineData("Console.Wri|teLine()", "static void Console.WriteLine()")]
    [InlineData("Math.Max(|", "static double Math.Max(double val1, double val2)")]
    [InlineData("Math.Max(answer, |", "static int Math.Max(int val1, int val2)")]
    [InlineData("int.Parse(|", "static int int.Parse(string s)")]
    [InlineData("model.Fit(|", "void Model.Fit(int epochs)")]
    [InlineData("new Circle(2, |", "new Circle(double radius, Colour colour)")]
    public async Task The_overload_that_fits_what_is_typed_or_is_used_most_leads(string marked, string first) =>
        Assert.Equal(first, (await session.InspectAsync(marked))!["text/markdown"].Split('\n')[1]);

    [Fact]
    public async Task More_detail_adds_exceptions_members_and_the_other_overloads()
    {
        Assert.Contains("- ArgumentException: The radius is negative.",
            (await session.InspectAsync("new Circle(|", detail: 1))!["text/plain"], StringComparison.Ordinal);
        Assert.DoesNotContain("ArgumentException", (await session.InspectAsync("new Circle(|"))!["text/plain"], StringComparison.Ordinal);
        Assert.Contains("int Width { get; set; }", (await session.InspectAsync("Mod|el", detail: 1))!["text/plain"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_frameworks_documentation_is_found_where_an_sdk_is()
    {
        var text = (await session.InspectAsync("Math.Sqrt(|"))!["text/plain"];
        Assert.StartsWith("static double Math.Sqrt(double d)", text, StringComparison.Ordinal);
        Assert.Contains("Returns the square root of a specified number.", text, StringComparison.Ordinal);
        Assert.Contains("Represents a mutable string of characters.", (await session.InspectAsync("StringBuild|er"))!["text/plain"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_text_is_folded_between_words_to_what_a_tooltip_holds()
    {
        var text = (await session.InspectAsync("string.Join(|", detail: 1))!["text/plain"];
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains((await session.InspectAsync("string.Join(|", detail: 1))!["text/markdown"].Split('\n'), line => line.Length > 80);
        Assert.Contains("\n    ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markdown_marks_code()
    {
        var text = (await session.InspectAsync("new Circle(|"))!["text/markdown"];
        Assert.StartsWith("```csharp\nnew Circle(double radius)\n", text, StringComparison.Ordinal);
        Assert.Contains("- `radius`: In `metres`; more than 0.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_getter_runs_for_a_tooltip()
    {
        var text = (await session.InspectAsync("mod|el"))!["text/plain"];
        Assert.StartsWith("Model model = Model { Width = 0 }\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("getter", text, StringComparison.Ordinal);
    }
}
