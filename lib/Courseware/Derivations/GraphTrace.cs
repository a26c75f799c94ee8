using System.Globalization;

namespace Courseware;

/// <summary>Runs the operations on a tape over <see cref="TracedLane"/>, forwards and backwards.</summary>
internal sealed class GraphTrace
{
    private readonly Tensor _result;
    private readonly List<Operation> _operations;
    private readonly Dictionary<Tensor, TracedLane[]> _values = [];
    private readonly List<DerivationStep> _forward = [];

    public GraphTrace(Tensor result)
    {
        _result = result;
        _operations = Operation.InOrder(result);
        foreach (var operation in _operations)
        {
            foreach (var input in operation.Inputs)
            {
                if (input.Source is null)
                    _values.TryAdd(input, Leaf(input));
            }

            Compute(operation);
        }
    }

    public IEnumerable<DerivationStep> Forward() => _forward;

    public IEnumerable<DerivationStep> Backward()
    {
        var steps = new List<DerivationStep>();
        var gradients = new Dictionary<Tensor, Expression?[]> { [_result] = [Expression.Constant(1)] };
        for (var i = _operations.Count - 1; i >= 0; i--)
        {
            var operation = _operations[i];
            if (!operation.NeedsGrad || !gradients.TryGetValue(operation.Output, out var arrived))
                continue;
            var dy = operation.Output == _result || operation.Output.Name is null ? Array.ConvertAll(arrived, e => e ?? Expression.Zero)
                : Emit(operation.Output, arrived);
            operation.LineBack(Input(operation), k => _values[operation.Output][k], k => new TracedLane(dy[k]), (input, k, share) =>
            {
                var tensor = operation.Inputs[input];
                if (!tensor.NeedsGrad)
                    return;
                if (!gradients.TryGetValue(tensor, out var sum))
                    gradients[tensor] = sum = new Expression?[tensor.Length];
                sum[k] = sum[k] is { } before ? Expression.Add(before, share.Expression) : share.Expression;
            });
        }
        // The parameters come last, w2 before w10.
        foreach (var leaf in _operations.SelectMany(o => o.Inputs).Where(t => t.Source is null && t.RequiresGrad).Distinct()
            .OrderBy(t => InOrder(NameOf(t)), StringComparer.Ordinal))
        {
            if (gradients.TryGetValue(leaf, out var arrived))
                Emit(leaf, arrived);
        }

        return steps;

        Expression[] Emit(Tensor tensor, Expression?[] arrived)
        {
            var full = Array.ConvertAll(arrived, e => e ?? Expression.Zero);
            var symbols = Enumerable.Range(0, tensor.Length).Select(k => SymbolOf(tensor, k) with { DerivativeOf = _result.Name ?? "L" })
                .ToArray();
            steps.Add(StepWriter.Write(symbols[0].Plain("")
                .Replace(Symbol.PlainOf(NameOf(tensor)), NameOf(tensor), StringComparison.Ordinal), symbols[0], arrow: false,
                [.. symbols.Zip(full)], showFormula: tensor.Rank < 2));
            return [.. symbols.Zip(full, (s, e) => Expression.Of(s, e.Value))];
        }
    }

    private void Compute(Operation operation)
    {
        var output = operation.Output;
        var computed = new TracedLane[output.Length];
        for (var k = 0; k < computed.Length; k++)
            computed[k] = operation.Line(Input(operation), k);
        if (output.Name is not null || output == _result)
        {
            var symbols = Enumerable.Range(0, output.Length).Select(k => SymbolOf(output, k)).ToArray();
            _forward.Add(StepWriter.Write(NameOf(output), symbols[0], arrow: false, [.. symbols.Zip(computed, (s, v) => (s, v.Expression))],
                showFormula: output.Rank < 2));
            for (var k = 0; k < computed.Length; k++)
                computed[k] = new(Expression.Of(symbols[k], computed[k].Expression.Value));
        }
        _values[output] = computed;
    }

    private Func<int, int, TracedLane> Input(Operation operation) => (input, k) => _values[operation.Inputs[input]][k];

    private TracedLane[] Leaf(Tensor tensor) =>
    [
        .. Enumerable.Range(0, tensor.Length).Select(k => new TracedLane(
            tensor.Name is null && !tensor.RequiresGrad ? Expression.Constant(tensor.At(k))
            : Expression.Of(SymbolOf(tensor, k), tensor.At(k)))),
    ];

    private string NameOf(Tensor tensor) => tensor.Name ?? (tensor == _result ? "L" : "w");

    // Digits by their number and all else by its code: a culture's order would be another where the system has no ICU.
    private static string InOrder(string name)
        => System.Text.RegularExpressions.Regex.Replace(name, "[0-9]+", digits => digits.Value.PadLeft(9, '0'));

    private Symbol SymbolOf(Tensor tensor, int k) => tensor.Rank switch
    {
        0 => new(NameOf(tensor)),
        1 => new(NameOf(tensor), (k + 1).ToString(CultureInfo.InvariantCulture), IsSample: !tensor.RequiresGrad),
        _ => new(NameOf(tensor), string.Create(CultureInfo.InvariantCulture, $"{k / tensor.Shape[^1] + 1},{k % tensor.Shape[^1] + 1}")),
    };
}
