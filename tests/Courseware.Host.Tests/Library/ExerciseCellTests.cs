using System.Text.Json;
using System.Text.Json.Nodes;
using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Courseware.Host.Tests.Library;

/// <summary>Each exercise is answered in its notebook's own cell: rightly, with each typical slip, and not at all.</summary>
public sealed class ExerciseCellTests
{
    private const string ExerciseType = "application/vnd.courseware.exercise+json";

    public static TheoryData<string> Notebooks => CourseNotebooks.Names;

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_cell_names_the_right_answer_each_slip_and_the_empty_one(string notebook)
    {
        using var library = await LibrarySession.StartAsync();
        var cells = CodeCells(notebook);
        var cases = await CasesAsync(library, Repository.At("notebooks", "exercises", $"{notebook[..2]}.json"));
        Assert.NotEmpty(cases);
        Assert.Equal(cases.Select(c => c.Id).Distinct().Order(), cells.SelectMany(Checks).Select(Id).Order());
        foreach (var exercise in cases.GroupBy(c => c.Id))
        {
            var cell = new AnswerCell(cells, exercise.Key);
            var answered = exercise.Where(cell.Takes).ToList();
            var outcome = await library.RunAsync(string.Join('\n', answered.Select(cell.With)));
            var shown = outcome.Outputs.OfType<DisplayOutput>().Where(o => o.Bundle.ContainsKey(ExerciseType)).ToList();
            Assert.Equal(answered.Count, shown.Count);
            foreach (var (wanted, output) in answered.Zip(shown))
            {
                var name = $"{wanted.Id}, {wanted.Name}";
                Assert.Equal((name, wanted.Outcome), (name, (string?)JsonNode.Parse(output.Bundle[ExerciseType])!["outcome"]));
                Assert.Contains(wanted.Says, output.Bundle["text/plain"], StringComparison.Ordinal);
            }
        }
    }

    private static List<SyntaxNode> CodeCells(string notebook) =>
        [.. JsonNode.Parse(File.ReadAllText(Repository.At("notebooks", $"{notebook}.ipynb")))!["cells"]!.AsArray()
            .Where(cell => (string?)cell!["cell_type"] == "code")
            .Select(cell => string.Concat(cell!["source"]!.AsArray().Select(line => (string?)line)))
            .Select(code => CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetRoot())];

    private static async Task<List<Case>> CasesAsync(LibrarySession library, string path)
    {
        var outcome = await library.RunAsync($$"""
            Console.Write(typeof(Exercise).Assembly.GetType("Courseware.ExerciseAudit").GetMethod("Cases").Invoke(null, [@"{{path}}"]));
            """);
        return JsonSerializer.Deserialize<List<Case>>(outcome.Text)!;
    }

    private static IEnumerable<InvocationExpressionSyntax> Checks(SyntaxNode cell) =>
        cell.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => call.Expression.ToString() == "Exercise.Check");

    private static string Id(InvocationExpressionSyntax check)
        => (string)((LiteralExpressionSyntax)check.ArgumentList.Arguments[0].Expression).Token.Value!;

    /// <summary>What the library's audit asks for.</summary>
    private sealed record Case(string Id, string Name, string Prelude, string Code, string Body, string Outcome, string Says);

    /// <summary>The cell of one exercise: where the answer is declared, and the call that checks it.</summary>
    private sealed class AnswerCell
    {
        private readonly string _check;
        private readonly string _name;
        private readonly string _type = "";
        private readonly LocalFunctionStatementSyntax? _function;

        public AnswerCell(List<SyntaxNode> cells, string id)
        {
            var check = cells.SelectMany(Checks).Single(call => Id(call) == id);
            var arguments = check.ArgumentList.Arguments;
            _name = arguments[1].Expression.ToString();
            // What the cell hands over has the names that the exercise takes from it.
            var given = arguments.Count < 3 ? "" : $", new {{ {string.Join(", ", Names(arguments[2].Expression))} }}";
            _check = $"Exercise.Check(\"{id}\", {_name}{given}).Show();";
            var above = cells.TakeWhile(cell => !Checks(cell).Contains(check)).Append(check.SyntaxTree.GetRoot()).Reverse().ToList();
            _function = above.SelectMany(Functions).FirstOrDefault(f => f.Identifier.Text == _name);
            if (_function is null)
                _type = above.SelectMany(Variables).First(v => v.Name == _name).Type;
        }

        /// <summary>An int cannot be given a fraction: there the compiler names the slip.</summary>
        public bool Takes(Case answer)
            => !_type.StartsWith("int", StringComparison.Ordinal) || answer.Code == "null" || int.TryParse(answer.Code, out _);

        public string With(Case answer) => $"{{ {answer.Prelude}\n{Declaration(answer)}\n{_check} }}";

        private string Declaration(Case answer) => _function is null
            ? $"{_type} {_name} = {answer.Code};"
            : _function.WithExpressionBody(_function.ExpressionBody!.WithExpression(SyntaxFactory.ParseExpression(answer.Body))).ToString();

        private static IEnumerable<string> Names(ExpressionSyntax given) => ((AnonymousObjectCreationExpressionSyntax)given).Initializers
            .Select(member => member.NameEquals?.Name.Identifier.Text ?? member.Expression.ToString().Split('.')[^1]);

        // At a script's top level, a function is parsed as a method and a variable as a field.
        private static IEnumerable<LocalFunctionStatementSyntax> Functions(SyntaxNode cell)
            => cell.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(m => m.ExpressionBody is not null)
            .Select(m => (LocalFunctionStatementSyntax)SyntaxFactory.ParseStatement(m.ToString()));

        private static IEnumerable<(string Name, string Type)> Variables(SyntaxNode cell)
            => cell.DescendantNodes().OfType<VariableDeclarationSyntax>()
            .SelectMany(d => d.Variables.Select(v => (v.Identifier.Text, d.Type.ToString())));
    }
}
