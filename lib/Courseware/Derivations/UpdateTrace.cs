using System.Globalization;

namespace Courseware;

/// <summary>Runs an optimizer's rule over <see cref="TracedLane"/>, weight by weight.</summary>
/// <remarks>
/// The names of what the rule remembers (m, v) are those of its own parameters, the names of its constants (α, β₁, ε) are those that the
/// rule gives (<see cref="INamedRule{TRule}"/>).
/// <see cref="NamedConstants"/> shows which constant is which.
/// </remarks>
internal sealed class UpdateTrace : IRuleReader
{
    private readonly ParameterUpdate _parameter;
    private readonly int _element;

    private UpdateTrace(ParameterUpdate parameter, int element) => (_parameter, _element) = (parameter, element);

    /// <summary>What the rule computes on its way, in order, each with its name.</summary>
    private List<(Symbol Name, Expression Value)> Stages { get; } = [];

    private Dictionary<Expression, Symbol> Named { get; } = new(ReferenceEqualityComparer.Instance);

    public static IEnumerable<DerivationStep> Steps(ParameterUpdater updater, double α)
    {
        var traces = new List<UpdateTrace>();
        foreach (var update in updater.Updates)
        {
            if (!update.Weight.HasGrad)
                throw new InvalidOperationException($"{update.Weight.Described} has no gradient, so its step cannot be derived. Call Backward() on the loss first.");
            for (var k = 0; k < update.Weight.Length; k++)
            {
                var trace = new UpdateTrace(update, k);
                var copy = new ParameterUpdate(update.Weight, updater.Optimizer) { LearningRate = α, Reader = trace };
                updater.Optimizer.Step(copy, α, updater.Steps + 1);
                traces.Add(trace);
            }
        }
        for (var stage = 0; stage < traces[0].Stages.Count; stage++)
        {
            var at = stage;
            yield return StepWriter.Write(traces[0].Stages[at].Name.Name, traces[0].Stages[at].Name, arrow: true,
                [.. traces.Select(t => (t.Label(t.Stages[at].Name), t.Stages[at].Value))], named: i => traces[i].Named);
        }
    }

    /// <summary>m of weight w3 is m₃, of the second element of a it is m with a,2 below.</summary>
    private Symbol Label(Symbol stage)
    {
        var (name, index) =
            (_parameter.Weight.Name ?? "w", _parameter.Weight.Rank == 0 ? "" : (_element + 1).ToString(CultureInfo.InvariantCulture));
        if (stage.Name == "w")
            return new(name, index);
        var number = name.StartsWith('w') ? name[1..] : name;
        return new(stage.Name, string.Join(",", new[] { number, index }.Where(part => part.Length > 0)));
    }

    void IRuleReader.Read<TRule>(TRule rule)
    {
        var apply = Innermost(typeof(TRule)).GetMethod(nameof(IUpdateRule.Apply))!;
        var slots = apply.GetParameters().Skip(2).Select(p => p.Name!).Take(_parameter.State.Length).ToArray();
        var real = Run(rule, slots);
        var marked = NamedConstants.PutInto(rule, out var names);
        var seen = new HashSet<Expression>(ReferenceEqualityComparer.Instance);
        foreach (var (formula, withMarks) in real.Zip(Run(marked, slots)))
            NameConstants(formula, withMarks, names, seen);
        NameParts(real, slots);
    }

    private Expression[] Run<TRule>(TRule rule, string[] slots)
        where TRule : struct, IUpdateRule
    {
        var weight = _parameter.Weight;
        var w = new TracedLane(Expression.Of(new("w"), weight.At(_element)));
        var g = new TracedLane(Expression.Of(new("g"), weight.GradStorage.At(_element)));
        var (s, t, u) = (Slot(0), Slot(1), Slot(2));
        rule.Apply(ref w, g, ref s, ref t, ref u);
        return [.. new[] { s, t, u }.Take(slots.Length).Select(x => x.Expression), w.Expression];

        TracedLane Slot(int i) => i < slots.Length ? new(Expression.Of(new(slots[i]), _parameter.State[i].At(_element))) : default;
    }

    private static Type Innermost(Type rule) => rule.IsGenericType ? Innermost(rule.GetGenericArguments()[^1]) : rule;

    /// <summary>Both trees have the same form: a constant's name is that of the mark in its place.</summary>
    private static void NameConstants(Expression real, Expression marked, NamedConstants names, HashSet<Expression> seen)
    {
        if (!seen.Add(real) || real.Kind != marked.Kind || real.Operands.Length != marked.Operands.Length)
            return;
        if (real.Kind == ExpressionKind.Constant)
            real.Label = names.Find(marked.Value);
        for (var i = 0; i < real.Operands.Length; i++)
            NameConstants(real.Operands[i], marked.Operands[i], names, seen);
    }

    /// <summary>
    /// What is remembered, what is used twice, and a bias correction (a remembered number over a constant) get lines of their own.
    /// </summary>
    private void NameParts(Expression[] roots, string[] slots)
    {
        var uses = new Dictionary<Expression, int>(ReferenceEqualityComparer.Instance);
        foreach (var root in roots)
            Count(root);
        var slotNodes = new Dictionary<Expression, string>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < slots.Length; i++)
        {
            if (!roots[i].IsLeaf)
                slotNodes.TryAdd(roots[i], slots[i]);
        }

        var done = new HashSet<Expression>(ReferenceEqualityComparer.Instance);
        foreach (var root in roots)
            Visit(root);
        Stages.Add((new("w"), roots[^1]));

        void Count(Expression e)
        {
            uses[e] = uses.GetValueOrDefault(e) + 1;
            if (uses[e] == 1)
            {
                foreach (var operand in e.Operands)
                    Count(operand);
            }
        }

        void Visit(Expression e)
        {
            if (!done.Add(e))
                return;
            foreach (var operand in e.Operands)
                Visit(operand);
            if (e.IsLeaf || ReferenceEquals(e, roots[^1]) && !slotNodes.ContainsKey(e))
                return;
            var name = slotNodes.TryGetValue(e, out var slot) ? slot
                : e.Kind == ExpressionKind.Divide && slotNodes.TryGetValue(e.Operands[0], out var over)
                && e.Operands[1].Kind == ExpressionKind.Constant ? $"{over}\u0302"
                : uses[e] < 2 ? null
                : e.Kind == ExpressionKind.Add && e.Operands[0].Symbol?.Name == "g" ? "g'"
                : Stages.Exists(s => s.Name.Name == "Δ") ? "Δ'" : "Δ";
            if (name is null)
                return;
            var symbol = new Symbol(name);
            Stages.Add((symbol, e));
            Named.Add(e, symbol);
        }
    }
}
