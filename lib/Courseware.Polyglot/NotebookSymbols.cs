using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.CSharp;

namespace Courseware.Polyglot;

/// <summary>
/// The symbols that a cell's <c>#if</c> knows, as the library names them in the process's data (<c>notebook.symbols</c>) for every kernel.
/// </summary>
/// <remarks>
/// .NET Interactive's kernel has no door for them. Its options are found by their names, and not as types: the session's compiler may be
/// another copy than the one beside this adapter. Where a version keeps them elsewhere, a cell's <c>#else</c> is what runs.
/// </remarks>
internal static class NotebookSymbols
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly FieldInfo? s_options = typeof(CSharpKernel).GetField("_scriptOptions", Hidden);
    private static readonly ConditionalWeakTable<CSharpKernel, string> s_given = [];

    /// <summary>Gives the kernel those that are named now.</summary>
    public static void Give(CSharpKernel kernel)
    {
        if (AppContext.GetData("notebook.symbols") is not string names || s_given.TryGetValue(kernel, out var given) && given == names)
            return;
        s_given.AddOrUpdate(kernel, names);
        if (s_options?.GetValue(kernel) is { } options
            && options.GetType().GetProperty("ParseOptions", Hidden)?.GetValue(options) is { } parsing
            && parsing.GetType()
            .GetMethod("WithPreprocessorSymbols", [typeof(IEnumerable<string>)])?.Invoke(parsing, [names.Split(';')]) is { } withSymbols
            && options.GetType().GetMethod("WithParseOptions", Hidden)?.Invoke(options, [withSymbols]) is { } changed)
        {
            s_options.SetValue(kernel, changed);
        }
    }
}
