using Courseware.Kernel.Sessions;
using Courseware.Testing;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>What was computed with something that has changed since is named, once and briefly.</summary>
public sealed class StalenessTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_changed_variable_names_the_cells_that_were_computed_with_the_earlier_one_and_those_that_followed_from_them()
    {
        await RunAsync((1, "var x = 1;"), (2, "var y = x + 1;"), (3, "int F() => 10 * x;"), (4, "var z = F();"), (5, "var other = 7;"));
        Assert.Equal("`x` changed: cells 2 and 4 were computed with the earlier one. `#!rerun` runs them again.",
            (await _session.RunAsync(1, "var x = 2;")).Told);
        Assert.Equal("", (await _session.RunAsync(5, "var other = 7;")).Told);
        Assert.Equal("This cell uses `y` and `z`, which were computed with an earlier `x`. `#!rerun` runs cells 2, 4 and 6 again.",
            (await _session.RunAsync(6, "y + z")).Told);
        Assert.Equal("", (await _session.RunAsync(6, "y + z")).Told);
        await RunAsync((2, "var y = x + 1;"), (4, "var z = F();"));
        Assert.Equal("Cell 6 was computed with earlier `y` and `z`.", await StaleAsync());
        Assert.Equal("23", (await _session.RunAsync(6, "y + z")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task A_variable_that_goes_on_from_its_earlier_value_is_changed_once_too_often_by_a_second_run()
    {
        await RunAsync((1, "var x = 1;"), (2, "var x = x + 1;"), (3, "var y = x;"));
        Assert.Equal("Nothing is stale.", await StaleAsync());
        Assert.Equal("`x` changed: cell 3 was computed with the earlier one. `#!rerun` runs it again.",
            (await _session.RunAsync(2, "var x = x + 1;")).Told);
        Assert.Equal("Cell 2 changed `x`, which it or another cell had changed before.\nCell 3 was computed with an earlier `x`.",
            await StaleAsync());
        await _session.RunAsync(4, "#!rerun");
        Assert.Equal("22", (await _session.RunAsync(5, "10 * x + y")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
        await _session.RunAsync(1, "var x = 1;");
        Assert.EndsWith("`x` was made anew: cell 2, which changes it, has not run since. `#!rerun` runs what is needed.",
            (await _session.RunAsync(3, "var y = x;")).Told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_goes_on_from_its_own_earlier_value_alone_is_told()
    {
        await RunAsync((1, "var x = 1;"), (1, "var x = x + 1;"));
        Assert.Equal("2", (await _session.RunAsync(2, "x")).Value);
        const string told = "Cell 1 goes on from its own earlier `x`: in a new session it has none.";
        Assert.Equal($"{told}\nCell 2 was computed with an earlier `x`.", await StaleAsync());
        await _session.RunAsync(3, "#!rerun");
        Assert.Equal("2", (await _session.RunAsync(2, "x")).Value);
    }

    [Fact]
    public async Task An_overload_more_or_other_parameters_make_the_calls_stale()
    {
        await RunAsync((1, "int F(double x) => 1;"), (2, "var y = F(2);"));
        Assert.Equal("`F` changed: cell 2 was computed with the earlier one. `#!rerun` runs it again.",
            (await _session.RunAsync(1, "int F(double x) => 1; int F(int x) => 2;")).Told);
        Assert.Equal("", (await _session.RunAsync(1, "int F(double x) => 1;")).Told);
        Assert.Equal("Nothing is stale.", await StaleAsync());
        Assert.Equal("`F` changed: cell 2 was computed with the earlier one. `#!rerun` runs it again.",
            (await _session.RunAsync(1, "int F(long x) => 3;")).Told);
        Assert.Equal("Cell 2 was computed with an earlier `F`.", await StaleAsync());
        await _session.RunAsync(3, "#!rerun");
        Assert.Equal("3", (await _session.RunAsync(4, "y")).Value);
    }

    [Fact]
    public async Task Rerun_also_runs_a_cell_that_did_not_compile_for_a_value_of_an_earlier_type()
    {
        await RunAsync((1, "record P(int X);"), (2, "var p = new P(1);"), (3, "int F(P p) => p.X;"), (4, "var y = F(p);"),
            (1, "record P(int X, int Y = 5);"));
        Assert.Equal("CompilationError", (await _session.RunAsync(4, "var y = F(p) + p.Y;")).Error.Name);
        await _session.RunAsync(5, "#!rerun");
        Assert.Equal("6", (await _session.RunAsync(6, "y")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task What_comes_from_a_cell_that_no_longer_compiles_says_so()
    {
        await RunAsync((1, "var a = 1;"), (2, "var c = a + 1;"), (1, "var a = 1 +;"));
        Assert.Equal("This cell uses `a`, which was computed before the last change of cell 1, which does not compile.",
            (await _session.RunAsync(2, "var c = a + 1;")).Told);
        await _session.RunAsync(1, "var a = 1;");
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task Who_raises_an_event_uses_and_changes_what_its_handlers_do()
    {
        await RunAsync((1, "var k = 2;"), (2, "event Action<int> Raised;"), (3, "var count = 0; Raised += x => count += x * k;"),
            (4, "Raised(5);"), (5, "var seen = count;"));
        Assert.Equal("`k` changed: cells 3, 4 and 5 were computed with the earlier one. `#!rerun` runs them again.",
            (await _session.RunAsync(1, "var k = 3;")).Told);
        await _session.RunAsync(6, "#!rerun");
        Assert.Equal("15", (await _session.RunAsync(7, "seen")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task What_a_cell_declares_can_be_used_though_it_was_not_run_for_want_of_a_value()
    {
        await RunAsync((1, "int n = int.Parse(\"no\");"), (2, "var m = n + 1; int F() => 3; int later = 4;"));
        Assert.Equal("3", (await _session.RunAsync(3, "F()")).Value);
        Assert.Equal(["`later` has no value: cell 2 failed."], (await _session.RunAsync(4, "later")).Error.Trace);
    }

    [Fact]
    public async Task Who_calls_a_lambda_of_a_list_uses_what_it_uses()
    {
        await RunAsync((1, "var k = 1;"), (2, "var all = new List<Func<int>>(); all.Add(() => k * 2);"), (3, "var y = all[0]();"));
        Assert.Equal("`k` changed: cells 2 and 3 were computed with the earlier one. `#!rerun` runs them again.",
            (await _session.RunAsync(1, "var k = 5;")).Told);
        await _session.RunAsync(4, "#!rerun");
        Assert.Equal("10", (await _session.RunAsync(5, "y")).Value);
    }

    [Fact]
    public async Task A_changed_function_or_type_does_too()
    {
        await RunAsync((1, "int F(int x) => x;"), (2, "int G(int x) => F(x) + 1;"), (3, "var g = G(1);"), (4, "record P(int X);"),
            (5, "var p = new P(1);"));
        Assert.Equal("`F` changed: cell 3 was computed with the earlier one. `#!rerun` runs it again.",
            (await _session.RunAsync(1, "int F(int x) => 2 * x;")).Told);
        Assert.Equal("`P` changed: cell 5 was computed with the earlier one. `#!rerun` runs it again.",
            (await _session.RunAsync(4, "record P(int X, int Y);")).Told);
        var mixed = await _session.RunAsync(6, "P q = p;");
        Assert.Equal(CellStatus.Failed, mixed.Status);
        Assert.Contains("This cell uses `p`, which was computed with an earlier `P`.", mixed.Trace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "var x = 1;", "var x = 2;", "var x = 1;")]
    [InlineData("x", "var x = 1;", "var x = 2;", "var x = 2 - 1; // the same value")]
    [InlineData("x.Count", "var x = new List<int> { 1 };", "var x = new List<int> { 2 };", "var x = new List<int> { 1 };")]
    [InlineData("x()", "int x() => 1;", "int x() => 2;", "int x() => 1;")]
    [InlineData("new x(1)", "record x(int A);", "record x(int A, int B = 0);", "record x(int A);")]
    public async Task A_change_that_is_undone_is_none(string use, string first, string changed, string undone)
    {
        await RunAsync((1, first), (2, $"var used = {use};"));
        Assert.Contains("cell 2 was computed with the earlier one", (await _session.RunAsync(1, changed)).Told, StringComparison.Ordinal);
        Assert.Equal("", (await _session.RunAsync(1, undone)).Told);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task Rerun_runs_stale_cells_in_the_order_of_the_notebook_and_the_rest_of_its_own_cell_after_them()
    {
        await RunAsync((1, "var x = 1;"), (2, "var y = x + 1;"), (3, "Console.Write($\"y is {y} \");"), (1, "var x = 10;"));
        var again = await _session.RunAsync(4, "#!rerun\ny");
        Assert.Equal("y is 11 ", again.Text);
        Assert.Equal("11", again.Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
        Assert.Equal("Nothing is stale.", (await _session.RunAsync(5, "#!rerun")).Told);
    }

    [Fact]
    public async Task A_list_that_another_cell_changes_is_followed()
    {
        await RunAsync((1, "var list = new List<int>();"), (2, "list.Add(1);"), (3, "var n = list.Count;"));
        Assert.Equal("`list` changed: cell 3 was computed with the earlier one. `#!rerun` runs it again.",
            (await _session.RunAsync(2, "list.Add(1);")).Told);
        Assert.Contains("Cell 2 changed `list`, which it or another cell had changed before.", await StaleAsync(),
            StringComparison.Ordinal);
        await _session.RunAsync(4, "#!rerun");
        Assert.Equal("1", (await _session.RunAsync(5, "list.Count + 10 * n - 10")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task What_was_made_anew_and_not_yet_changed_as_the_cells_above_do_is_told()
    {
        await RunAsync((1, "class Model { public int Epochs; public void Fit() => Epochs += 5; }"), (2, "var model = new Model();"),
            (3, "model.Fit();"), (4, "model.Epochs"), (2, "var model = new Model();"));
        var untrained = await _session.RunAsync(4, "model.Epochs");
        Assert.Equal("0", untrained.Value);
        Assert.Equal("`model` was made anew: cell 3, which changes it, has not run since. `#!rerun` runs what is needed.", untrained.Told);
        await _session.RunAsync(5, "#!rerun");
        Assert.Equal("Nothing is stale.", await StaleAsync());
        Assert.Equal("5", (await _session.RunAsync(4, "model.Epochs")).Value);
    }

    [Fact]
    public async Task Running_all_cells_again_changes_nothing_and_says_nothing()
    {
        (int, string)[] cells =
        [
            (1, "class Counter { public static int N; } record Run(string Name, int Score);"),
                (2, "var runs = new List<Run>(); var random = new Random(3);"),
            (3, "int Draw() => random.Next(100);"), (4, "runs.Add(new Run(\"a\", Draw())); Counter.N++;"),
                (5, "var best = runs.Max(run => run.Score);"), (6, "$\"{best} {runs.Count} {Counter.N} {random.Next(9)}\""),
        ];
        var values = new List<string?>();
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var (number, code) in cells)
            {
                var outcome = await _session.RunAsync(number, code);
                Assert.Equal("", outcome.Told);
                if (number == 6)
                    values.Add(outcome.Value);
            }
        }
        Assert.Single(values.Distinct());
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task A_lambda_sees_the_variable_of_the_day_but_not_the_function()
    {
        await RunAsync((1, "var x = 1;"), (2, "int F() => 1;"), (3, "Func<int> f = () => x + F();"), (4, "var called = f();"));
        Assert.Equal("`x` changed: cell 4 was computed with the earlier one. `#!rerun` runs it again.",
            (await _session.RunAsync(1, "var x = 5;")).Told);
        Assert.Equal("6", (await _session.RunAsync(4, "var called = f();\ncalled")).Value);
        Assert.Equal("`F` changed: cells 3 and 4 were computed with the earlier one. `#!rerun` runs them again.",
            (await _session.RunAsync(2, "int F() => 2;")).Told);
    }

    [Fact]
    public async Task A_name_that_is_no_longer_declared_is_told()
    {
        await RunAsync((1, "var x = 1; var y = 2;"), (2, "var z = y;"));
        Assert.Equal("`y` is no longer declared: cell 2 was computed with it.", (await _session.RunAsync(1, "var x = 1;")).Told);
        Assert.Equal("This cell uses `y`, which no cell declares any more.", (await _session.RunAsync(3, "y")).Told);
    }

    [Fact]
    public async Task A_deleted_cell_leaves_what_it_declared_as_stale()
    {
        await RunAsync((1, "var x = 1;"), (2, "var y = x;"));
        await _session.Session.ForgetAsync(["id 1"]);
        Assert.Contains("Cell 2 was computed with `x`, which no cell declares any more.", await StaleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_whose_cell_failed_has_no_value()
    {
        await RunAsync((1, "var before = 1; int higgs = int.Parse(\"no\"); var after = 2;"));
        Assert.Equal("1", (await _session.RunAsync(2, "before")).Value);
        foreach (var code in (string[])["higgs + 1", "var h = higgs;", "F()", "after"])
        {
            await _session.RunAsync(3, "int F() => higgs;");
            var outcome = await _session.RunAsync(4, code);
            Assert.Equal(CellStatus.Failed, outcome.Status);
            Assert.Equal([$"`{(code == "after" ? "after" : "higgs")}` has no value: cell 1 failed."], outcome.Error.Trace);
        }
        await _session.RunAsync(1, "var before = 1; int higgs = int.Parse(\"4\"); var after = 2;");
        Assert.Equal("6", (await _session.RunAsync(5, "higgs + after")).Value);
    }

    [Fact]
    public async Task A_variable_whose_cell_fails_the_second_time_has_no_value_either()
    {
        await RunAsync((1, "var text = \"4\";"), (2, "var n = int.Parse(text);"), (3, "var m = n + 1;"), (1, "var text = \"four\";"));
        Assert.Equal(CellStatus.Failed, (await _session.RunAsync(2, "var n = int.Parse(text);")).Status);
        Assert.Equal(["`n` has no value: cell 2 failed."], (await _session.RunAsync(4, "n")).Error.Trace);
    }

    [Fact]
    public async Task A_variable_of_a_cell_that_does_not_compile_or_was_stopped_is_told_as_that()
    {
        await _session.RunAsync(1, "var higgs = Unknown();");
        Assert.Contains("`higgs` has no value: cell 1 does not compile.", (await _session.RunAsync(2, "higgs")).Trace,
            StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();
        var outcome = new SessionHarness.Outcome();
        var running =
            _session.RunStoppableAsync("var first = 1; Console.Write(\"on\"); var second = await Task.Delay(-1).ContinueWith(_ => 2);",
                outcome, stop.Token);
        await outcome.FirstOutput;
        await stop.CancelAsync();
        await running;
        Assert.Equal("1", (await _session.RunAsync(4, "first")).Value);
        Assert.Equal(["`second` has no value: cell 1 was interrupted."], (await _session.RunAsync(5, "second")).Error.Trace);
    }

    [Fact]
    public async Task A_library_is_told_of_the_stale_values_that_a_cell_uses()
    {
        const string ask = "string.Join(\" \", ((Func<IReadOnlyList<string>>)AppContext.GetData(\"notebook.stale\"))())";
        await RunAsync((1, "var x = 1;"), (2, "var y = x;"), (3, "y.ToString() + " + ask));
        Assert.Equal("1", (await _session.RunAsync(3, "y.ToString() + " + ask)).Value?.Trim('"'));
        await _session.RunAsync(1, "var x = 2;");
        Assert.Equal("1y", (await _session.RunAsync(3, "y.ToString() + " + ask)).Value?.Trim('"'));
    }

    [Fact]
    public async Task Different_cells_may_declare_one_name_without_a_word()
    {
        await RunAsync((1, "var x = 1;"), (2, "var y = x;"));
        Assert.Equal("", (await _session.RunAsync(3, "var x = 5;")).Told);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task Cells_without_numbers_are_told_of_too()
    {
        await _session.RunAsync("var x = 1;");
        await _session.RunAsync("var y = x + 1;");
        Assert.Equal("`x` changed: cell 2 was computed with the earlier one. `#!rerun` runs it again.",
            (await _session.RunAsync("var x = 2;")).Told);
    }

    [Fact]
    public async Task A_parameter_or_a_member_of_the_same_name_is_no_use_of_it()
    {
        await RunAsync((1, "var x = 1;"), (2, "var sum = new[] { 1, 2 }.Select(x => x + 1).Sum();"),
            (3, "record P(int x); var p = new P(x: 3); var q = (p with { x = 4 }).x;"),
            (4, "int F(int x) { for (var i = 0; i < x; i++) { } return x; }\nvar f = F(2);"),
            (5, "var (a, b) = new[] { (x: 1, y: 2) }.Select(t => t).First();"));
        Assert.Equal("", (await _session.RunAsync(1, "var x = 2;")).Told);
    }

    [Fact]
    public async Task What_a_cell_below_changes_is_not_what_a_cell_was_computed_with()
    {
        await RunAsync((1, "var total = 8;"), (2, "var y = total + 2;"), (3, "var total = total + 4;"));
        await _session.RunAsync(2, "var y = total + 2;");
        Assert.Equal("Nothing is stale.", await StaleAsync());
        await RunAsync((1, "var total = 8;"), (3, "var total = total + 4;"));
        // Cell 2 has seen 12. In a new session, where it is the first of the three, it is given 8.
        Assert.Equal("Cell 2 was computed with an earlier `total`.", await StaleAsync());
        await _session.RunAsync(4, "#!rerun");
        Assert.Equal("10", (await _session.RunAsync(5, "y")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task What_the_cells_above_change_again_is_what_a_cell_was_computed_with()
    {
        await RunAsync((1, "var list = new List<int>();"), (2, "list.Add(1);"), (3, "var n = list.Count;"),
            (1, "var list = new List<int>();"), (2, "list.Add(1);"));
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Theory]
    [InlineData("record R(int X, int Y) { public int Z => X * Y; }", "record R(int X, int Y) { public int Z => X + Y; }", "new R(4, 5)",
        "r.Z", "9")]
    [InlineData("record R(int X, int Y) { public int Z => X * Y; }", "record R(int X, int Y) { public int Z => X + Y; }",
        "new List<R> { new(4, 5) }", "r[0].Z", "9")]
    [InlineData("class A { public virtual int Z => 1; }", "class A { public virtual int Z => 2; }", "(object)new A[] { new A() }",
        "((dynamic)r)[0].Z", "2")]
    [InlineData("struct S<T> { public int Z => 1; }", "struct S<T> { public int Z => 2; }", "new S<int>()", "r.Z", "2")]
    [InlineData("IEnumerable<int> It() { yield return 1; }", "IEnumerable<int> It() { yield return 2; }", "It()", "r.Sum()", "2")]
    [InlineData("static int F() => 1; class C { public int Z => F(); }", "static int F() => 2; class C { public int Z => F(); }", "new C()",
        "r.Z", "2")]
    public async Task The_same_fields_with_other_methods_are_another_value(string first, string changed, string make, string use,
        string value)
    {
        await RunAsync((1, first), (2, $"var r = {make};"), (1, changed), (3, $"var v = {use};"), (2, $"var r = {make};"));
        // Cell 3 ran with what the first words had made.
        Assert.Equal("Cell 3 was computed with an earlier `r`.", await StaleAsync());
        await _session.RunAsync(4, "#!rerun");
        Assert.Equal(value, (await _session.RunAsync(5, "v")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
        await RunAsync((1, first), (1, changed));
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Theory]
    [InlineData("IEnumerable<int> It() { yield return x; }", "It()")]
    [InlineData("int F() => x;", "Enumerable.Range(0, 1).Select(_ => F())")]
    [InlineData("int F() => x;", "new Lazy<int>(F)")]
    public async Task What_is_computed_when_it_is_asked_for_is_not_the_same_with_other_variables(string function, string make)
    {
        var use = make.StartsWith("new Lazy", StringComparison.Ordinal) ? "s.Value" : "s.Sum()";
        await RunAsync((1, "var x = 1;"), (2, function), (3, $"var s = {make};"), (4, $"var v = {use};"), (1, "var x = 2;"),
            (3, $"var s = {make};"));
        Assert.Contains("Cell 4 was computed with", await StaleAsync(), StringComparison.Ordinal);
        await _session.RunAsync(5, "#!rerun");
        Assert.Equal("2", (await _session.RunAsync(6, "v")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task What_a_stale_cell_has_changed_by_a_handler_of_another_cell_is_named()
    {
        await RunAsync((1, "var w = 5;"), (2, "event Action<int> Raised;"), (3, "var count = 0; Raised += x => count += x;"),
            (4, "Raised(w);"), (1, "var w = 6;"));
        Assert.Equal("Cell 4 was computed with an earlier `w`. It also changed `count`.", await StaleAsync());
        await _session.RunAsync(5, "#!rerun");
        Assert.Equal("6", (await _session.RunAsync(6, "count")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Theory]
    [InlineData("using static C;", "F()")]
    [InlineData("using K = C;", "K.F()")]
    [InlineData("using static C;", "new[] { 1 }.Sum(x => F())")]
    [InlineData("using static C; int G() => F();", "G()")]
    public async Task What_was_computed_by_a_using_of_a_type_is_named_when_that_changes(string use, string value)
    {
        await RunAsync((1, "class C { public static int F() => 1; }"), (2, use), (3, $"var y = {value};"));
        Assert.Equal("`C` changed: cell 3 was computed with the earlier one. `#!rerun` runs it again.",
            (await _session.RunAsync(1, "class C { public static int F() => 2; }")).Told);
        await _session.RunAsync(4, "#!rerun");
        Assert.Equal("2", (await _session.RunAsync(5, "y")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
        await _session.RunAsync(1, "class C { public static int F() => 3; }");
        Assert.Equal("", (await _session.RunAsync(1, "class C { public static int F() => 2; }")).Told);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Theory]
    [InlineData("using static C;", "int G() => F();", "G()")]
    [InlineData("using static C;", "int G() => F(); int H() => G();", "H()")]
    [InlineData("using K = C;", "int G() => K.F();", "G()")]
    [InlineData("using static C;", "", "F()")]
    [InlineData("using K = C;", "", "K.F()")]
    public async Task A_cell_that_declares_a_type_again_and_reaches_it_by_a_using_of_another_cell_uses_it_or_is_named(string use,
        string function, string value)
    {
        await RunAsync((1, "class C { public static int F() => 1; }"), (2, use), (3, function));
        await _session.RunAsync(4, $"class C {{ public static int F() => 1; }} var y = {value};");
        var told = (await _session.RunAsync(4, $"class C {{ public static int F() => 2; }} var y = {value};")).Told;
        if ((await _session.RunAsync(5, "y")).Value != "2")
        {
            Assert.Contains("`#!rerun` runs", told, StringComparison.Ordinal);
            Assert.Contains("Cell 4 ", await StaleAsync(), StringComparison.Ordinal);
        }
        await _session.RunAsync(6, "#!rerun");
        Assert.Equal("2", (await _session.RunAsync(5, "y")).Value);
        Assert.Equal("Nothing is stale.", await StaleAsync());
    }

    [Fact]
    public async Task A_using_that_a_changed_cell_no_longer_has_is_told()
    {
        await RunAsync((1, "class C { public static int F() => 1; }"), (2, "using static C;"), (3, "var y = F();"));
        await _session.RunAsync(2, "var other = 1;");
        Assert.Equal("Cell 3 was computed with `using static C`, which no cell declares any more.", await StaleAsync());
        Assert.Equal(CellStatus.Failed, (await _session.RunAsync(3, "var y = F();")).Status);
    }

    private async Task RunAsync(params (int Cell, string Code)[] cells)
    {
        foreach (var (cell, code) in cells)
            await _session.RunAsync(cell, code);
    }

    private async Task<string> StaleAsync() => (await _session.RunAsync(99, "#!stale")).Told;
}
