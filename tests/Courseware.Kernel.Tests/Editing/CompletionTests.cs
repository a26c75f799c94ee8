using Courseware.Kernel.Editing;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Editing;

public sealed class CompletionTests(WrittenSession session) : IClassFixture<WrittenSession>
{
    [Theory]
    // Names in scope.
    [InlineData("ans|", "answer", "Answer")]
    [InlineData("|", "answer text numbers shape model runs Half Twice Run Model Circle Console foreach var await",
        "Submission#0 <Factory> Session CellContext Draft")]
    [InlineData("te|", "text TextWriter", "answer")]
    [InlineData("var q = Ha|", "Half HashSet Half", "half")]
    [InlineData("for (var i = 0; i < 3; i++) { var inner = i; in| }", "inner int", "i")]
    [InlineData("int F(int first) => fi|", "first", "")]
    [InlineData("runs.Select(r => r|)", "r runs", "")]
    [InlineData("Func<int, int> f = parameter => para|", "parameter", "")]
    [InlineData("@cl|", "@class", "class")]
    [InlineData("$\"value {an|}\"", "answer", "")]
    [InlineData("using (var s = new MemoryStream()) { s| }", "s shape", "")]
    [InlineData("Conso|", "Console ConsoleColor", "")]
    [InlineData("disp|", "display", "DisplayExtensions.Display")]
    [InlineData("higgs\nans|", "answer", "")]
    // Members.
    [InlineData("text.App|", "Append AppendLine", "")]
    [InlineData("text.|", "Append Length ToString Capacity", "<Clone>$ get_Length answer foreach Substring")]
    [InlineData("model.|", "Width Fit Last", "_secret get_Width")]
    [InlineData("model.|\nvar after = 3;", "Width Fit Last", "")]
    [InlineData("if (model.W|", "Width", "Fit")]
    [InlineData("shape.|", "Area Colour Doubled", "Old Unseen Radius")]
    [InlineData("((Circle)shape).|", "Radius Area Doubled", "")]
    [InlineData("runs[0].|", "Name Losses Deconstruct", "<Clone>$ EqualityContract")]
    [InlineData("runs.Sel|", "Select SelectMany", "Where")]
    [InlineData("runs.Select(r => r.|)", "Name Losses", "")]
    [InlineData("runs.Where(r => r.Name.Le|", "Length", "")]
    [InlineData("runs.Select(r => (r.Name, Best: r.Losses.Min())).Where(t => t.|)", "Name Best", "Losses")]
    [InlineData("foreach (var r in runs)\n    r.|", "Name", "")]
    [InlineData("from r in runs select r.|", "Name", "")]
    [InlineData("Math.S|", "Sqrt Sin Sign", "Abs")]
    [InlineData("Console.|", "WriteLine ReadLine Out", "ToString")]
    [InlineData("numbers.|", "Length Sum Average Select", "")]
    [InlineData("numbers?.Le|", "Length", "")]
    [InlineData("new Circle(1).Ra|", "Radius", "")]
    [InlineData("Colour.|", "Red Green Blue", "")]
    [InlineData("Shapes.|", "Circle Colour Options", "System")]
    [InlineData("$\"{model.W|}\"", "Width", "")]
    [InlineData("var copy = model.Wi|dth + 1;", "Width", "")]
    [InlineData("await Task.|", "Delay WhenAll", "")]
    // Types and namespaces.
    [InlineData("using System.|", "Text Collections Linq Net", "String Console")]
    [InlineData("using static System.|", "Math Console", "")]
    [InlineData("using Courseware.|", "", "Kernel")]
    [InlineData("new |", "Circle Square Model StringBuilder", "answer Twice Math ShapeExtensions foreach")]
    [InlineData("List<Ci|", "Circle", "")]
    [InlineData("int F(Cir|", "Circle", "")]
    // What is asked for.
    [InlineData("Twice(|", "number: times: loudly: answer", "")]
    [InlineData("Twice(1, lo|", "loudly:", "number:")]
    [InlineData("Twice(answer, loudly: true, |", "", "loudly:")]
    [InlineData("new Circle(|", "radius: colour:", "")]
    [InlineData("new Circle(1, |", "colour: Colour.Red", "radius:")]
    [InlineData("new Run(Na|", "Name:", "")]
    [InlineData("model.Fit(ep|", "epochs:", "rate:")]
    [InlineData("new Options { Ep|", "Epochs", "Done")]
    [InlineData("new Options { | }", "Epochs Loss Rate", "Done answer foreach")]
    [InlineData("new Options { Epochs = 1, |", "Loss Rate", "Epochs")]
    [InlineData("Options o = new() { R|", "Rate", "")]
    [InlineData("Options Make() => new()\n{\n    Epochs = answer,\n    Lo|\n};", "Loss", "")]
    [InlineData("var o = options with { | };", "Epochs", "answer")]
    [InlineData("runs[0] with { Na|", "Name", "Losses")]
    [InlineData("options with { | }", "Epochs Loss Rate", "Done answer get set")]
    [InlineData("options with { Lo|", "Loss", "Rate answer")]
    [InlineData("var q = 1;\noptions with { Epochs = 1, | }\nvar r = 2;", "Loss Rate", "Epochs answer")]
    [InlineData("options with { Epochs = | }", "answer", "Loss")]
    [InlineData("mode = |", "Mode.Fast Mode.Thorough", "")]
    [InlineData("if (mode == Th|", "Mode.Thorough", "Mode.Fast")]
    [InlineData("shape.Colour = |", "Colour.Red", "")]
    [InlineData("switch (mode) { case | }", "Mode.Fast", "")]
    // Keywords.
    [InlineData("fore|", "foreach", "")]
    [InlineData("if (true) ret|", "return", "")]
    [InlineData("var x = tr|", "true", "try")]
    [InlineData("class A { pub|", "public", "foreach")]
    [InlineData("runs[0] wi|", "with", "while")]
    [InlineData("public int P { g| }", "get", "")]
    [InlineData("from r in runs wh|", "where", "")]
    // Nothing here.
    [InlineData("var fres|", "", "answer fres")]
    [InlineData("\"an| answer\"", "", "answer")]
    [InlineData("// an|", "", "answer")]
    [InlineData("/* an|", "", "answer")]
    [InlineData("var n = 1.|", "", "CompareTo")]
    [InlineData("12|", "", "answer")]
    [InlineData("$\"an|\"", "", "answer")]
    [InlineData("$\"{answer:|}\"", "", "answer")]
    [InlineData("/// an|", "", "answer")]
    [InlineData("var fresh = |", "answer", "fresh")]
    [InlineData("Func<int, int> again = x => aga|", "again", "")]
    // What the kernel has for the code that it weaves, and for itself.
    [InlineData("Check|", "", "CheckPoints")]
    [InlineData("Courseware.Kernel.|", "", "CheckPoints Sessions Jupyter KernelServer")]
    [InlineData("Courseware.Kernel.Sessions.|", "", "CheckPoints")]
    [InlineData("Courseware.Kernel.Sessions.CheckPoints.|", "", "Asked Enter Stop Pass Watch Awaiting")]
    [InlineData("new KernelS|", "", "KernelServer")]
    // Only types.
    [InlineData("List<|", "Circle int string", "await answer typeof")]
    [InlineData("typeof(|", "Circle int", "await answer typeof")]
    // Inherited members in a class, and nobody's private ones.
    [InlineData("class Loud : Model { public int Twofold => Wi| }", "Width", "")]
    [InlineData("class Loud : Model { public int Secret => _se| }", "", "_secret")]
    [InlineData("Inter|", "Interlocked", "Interop")]
    public async Task Completion_offers(string marked, string wanted, string unwanted)
    {
        foreach (var list in (CompletionList[])[await session.CompleteAsync(marked), await session.CompletePlainlyAsync(marked)])
            Check(list, wanted, unwanted);
    }

    private static void Check(CompletionList list, string wanted, string unwanted)
    {
        var texts = list.Items.Select(item => item.Text).ToList();
        foreach (var text in wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains(text, texts);
        foreach (var text in unwanted.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.DoesNotContain(text, texts);
        Assert.Equal(texts.Count, list.Items.Select(item => (item.Text, item.Kind)).Distinct().Count());
        Assert.True(texts.Count <= 500);
    }

    [Theory]
    [InlineData("answer", "instance", "int")]
    [InlineData("text", "instance", "StringBuilder")]
    [InlineData("Half", "function", "double Half(double whole)")]
    [InlineData("Run", "class", "record Run")]
    [InlineData("Mode", "enum", "enum Mode")]
    [InlineData("Console", "class", "static class Console")]
    [InlineData("display", "function", "DisplayedValue display(object? value, params string[] mimeTypes)")]
    [InlineData("foreach", "keyword", null)]
    [InlineData("System", "namespace", "namespace System")]
    [InlineData("DateTime", "struct", "struct DateTime")]
    [InlineData("IDisposable", "interface", "interface IDisposable")]
    [InlineData("model.Fit", "method", "void Fit(int epochs) (+ 1 overload)")]
    [InlineData("model.Width", "property", "int")]
    [InlineData("Mode.Fast", "field", "Fast = 0")]
    public async Task Proposals_tell_what_they_are(string code, string kind, string? signature)
    {
        var item = Assert.Single((await session.CompleteAsync(code + "|")).Items, item => item.Text == code.Split('.')[^1]);
        Assert.Equal((kind, signature), (item.Kind, item.Signature));
    }

    [Theory]
    [InlineData("ans|", 0, 3)]
    [InlineData("var x = model.Wi|", 14, 16)]
    [InlineData("var x = model.Wi|dth;", 14, 19)]
    [InlineData("model.|", 6, 6)]
    [InlineData("|answer", 0, 0)]
    [InlineData("#r \"bin/Sha|pes.dll\"", 8, 18)]
    [InlineData("x = \"no|", 7, 7)]
    public async Task The_replaced_word_is_the_one_at_the_cursor(string marked, int start, int end)
    {
        var list = await session.CompleteAsync(marked);
        Assert.Equal((start, end), (list.Start, list.End));
    }

    [Fact]
    public async Task The_likeliest_stands_first()
    {
        Assert.Equal("answer", (await session.CompleteAsync("a|")).Items[0].Text);
        Assert.Equal("Circle", (await session.CompleteAsync("Shape s = new |")).Items[0].Text);
        Assert.Equal("Mode.Fast", (await session.CompleteAsync("mode = |")).Items[0].Text);
        Assert.Equal("number:", (await session.CompleteAsync("Twice(n|")).Items[0].Text);
    }

    [Theory]
    [InlineData("text.|", "Append Length ToString | Equals GetHashCode GetType")]
    [InlineData("numbers.|", "Length | Average Select Sum | GetHashCode GetType")]
    [InlineData("model.|", "Fit Width | GetHashCode")]
    [InlineData("shape.|", "Area Colour | Doubled | Display | GetHashCode")]
    [InlineData("runs[0].|", "Losses Name | Deconstruct Equals")]
    [InlineData("|",
        "answer model numbers Half Run | Circle Colour | foreach var | display HTML | Console List | ArgumentException | System")]
    [InlineData("new |", "Circle Square Model | StringBuilder | ArgumentException")]
    [InlineData("C|", "Circle Colour | Console Convert")]
    [InlineData("Shape other = |", "shape | answer text")]
    [InlineData("Half(|", "whole: | answer numbers | Circle | await | Console")]
    public async Task What_a_student_wants_comes_first(string marked, string order)
    {
        var texts = (await session.CompleteAsync(marked)).Items.Select(item => item.Text).ToList();
        var places = order.Split('|')
            .Select(group => group.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Where(text => texts.Count < 500 || texts.Contains(text)).Select(text =>
        {
            Assert.Contains(text, texts);
            return texts.IndexOf(text);
        }).ToList()).Where(group => group.Count > 0).ToList();
        for (var i = 1; i < places.Count; i++)
            Assert.True(places[i - 1].Max() < places[i].Min(), $"{order}: {string.Join(' ', texts)}");
    }

    [Theory]
    [InlineData("#!|", "#!time #!who #!whos #!markdown", "answer foreach #r")]
    [InlineData("#!ti|", "#!time", "#!who answer")]
    [InlineData("var x = 1;\n#!w|", "#!who #!whos", "answer")]
    [InlineData("#r \"nuget:|", "", "answer foreach bin/")]
    [InlineData("#r \"nuget: Ne|", "", "answer new")]
    [InlineData("#r \"nuget: Newtonsoft.Json, |", "", "answer foreach")]
    [InlineData("#i \"nuget: |", "", "answer bin/")]
    public async Task Lines_for_the_host_are_completed_too(string marked, string wanted, string unwanted)
    => await Completion_offers(marked, wanted, unwanted);

    [Fact]
    public void Packages_restored_before_are_offered_by_name_and_version()
    {
        using var packages = new TemporaryFolder();
        packages.Write("courseware.one/1.0.0/x", "");
        packages.Write("courseware.one/1.2.0/x", "");
        packages.Write("courseware.two/3.0.0/x", "");
        var names = PackageProposals.At(packages.Root, " Courseware.O", 23, 23);
        Assert.Equal(["courseware.one"], names.Items.Select(item => item.Text));
        Assert.Equal((11, 23), (names.Start, names.End));
        Assert.Equal(["1.2.0", "1.0.0"], PackageProposals.At(packages.Root, "Courseware.One, ", 27, 27).Items.Select(item => item.Text));
        Assert.Empty(PackageProposals.At(packages.At("nowhere"), "a", 1, 1).Items);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(0)]
    public async Task A_library_is_seen_before_the_cell_that_names_it_has_run(int patience)
    {
        using var other = new Session(new SessionOptions(session.Harness.Folder.Root));
        var fresh = new CellEditor(other) { CompletionTimeLimit = TimeSpan.FromSeconds(patience) };
        const string code = "#r \"bin/Shapes.dll\"\nusing Shapes;\nCirc";
        Assert.Contains((await fresh.CompleteAsync(code, code.Length, TestContext.Current.CancellationToken)).Items, item =>
            item.Text == "Circle");
        Assert.DoesNotContain((await fresh.CompleteAsync("Circ", 4, TestContext.Current.CancellationToken)).Items, item =>
            item.Text == "Circle");
    }

    [Fact]
    public async Task Completion_answers_while_a_cell_runs_and_changes_nothing()
    {
        const string go = "completion tests: go";
        var running =
            session.Harness.RunAsync($"while (AppContext.GetData(\"{go}\") is null) System.Threading.Thread.Sleep(5);\nvar late = 1;");
        var list = await session.CompleteAsync("var early = answer; ear|");
        Assert.Contains(list.Items, item => item.Text == "early");
        Assert.False(running.IsCompleted);
        Assert.Null((await session.InspectAsync("ans|wer"))!["text/plain"].Split('\n')[0].Split('=').ElementAtOrDefault(1));
        AppContext.SetData(go, true);
        await running;
        Assert.DoesNotContain((await session.CompleteAsync("ear|")).Items, item => item.Text == "early");
    }

    [Fact]
    public async Task A_cancelled_completion_stops() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            session.Harness.Editor.CompleteAsync("ans", 3, new CancellationToken(canceled: true)));

    [Fact]
    public async Task Lines_for_the_host_are_no_obstacle() =>
        Assert.Contains((await session.CompleteAsync("#!time\nans|")).Items, item => item.Text == "answer");
}
