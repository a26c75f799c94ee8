namespace Courseware.Kernel.Sessions;

internal sealed partial class Session
{
    /// <summary>The value of one expression over the session's variables, as a front end asks for it beside a cell.</summary>
    /// <returns>A <see cref="ResultOutput"/> (null too has one) or an <see cref="ErrorOutput"/>; it never throws.</returns>
    /// <remarks>
    /// Waits for the cell that runs. What it declares or prints is dropped; a method that it calls may still change a variable.
    /// </remarks>
    public async Task<CellOutput> EvaluateAsync(string expression, CancellationToken cancellation)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var seen = new LastOutput();
            var context = new CellContext(this, seen) { IsAside = true };
            await InContextAsync(context, () => CompileAndEvaluateAsync(expression, context), cancellation).ConfigureAwait(false);
            return seen.Value!;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CompileAndEvaluateAsync(string expression, CellContext context)
    {
        var compiled = _compiler.Compile(new CellSource("expression", expression), context.Cancellation);
        if (!compiled.Succeeded)
        {
            context.Send(DescribeErrors(compiled));
        }
        else if (!compiled.IsExpression)
        {
            context.Send(new ErrorOutput("CompilationError", "Not an expression.",
                [$"Only an expression can be evaluated beside a cell; this is not one: {expression}"]));
        }
        else
        {
            context.Send(Shown(await RunCompiledAsync(compiled, context, keep: false).ConfigureAwait(false), context));
        }
    }

    private sealed class LastOutput : ICellObserver
    {
        public CellOutput? Value { get; private set; }

        public void OnOutput(CellOutput output)
        {
            if (output is ResultOutput or ErrorOutput)
                Value = output;
        }
    }
}
