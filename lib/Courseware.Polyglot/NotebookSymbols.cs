using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.CSharp;

namespace Courseware.Polyglot;

/// <summary>The symbols that a cell's <c>#if</c> knows, as the library names them in the process's data (<c>notebook.symbols</c>) for every kernel.</summary>
/// <remarks>.NET Interactive's kernel has no door for them: where a version keeps its options elsewhere, a cell's <c>#else</c> is what runs.</remarks>
internal static class NotebookSymbols
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly FieldInfo? s_options = typeof(CSharpKernel).GetField("_scriptOptions", Hidden) is { } field && field.FieldType == typeof(ScriptOptions) ? field : null;
    private static readonly PropertyInfo? s_parsing = typeof(ScriptOptions).GetProperty("ParseOptions", Hidden);
    private static readonly MethodInfo? s_with = typeof(ScriptOptions).GetMethod("WithParseOptions", Hidden);
    private static readonly ConditionalWeakTable<CSharpKernel, string> s_given = [];

    /// <summary>Gives the kernel those that are named now.</summary>
    public static void Give(CSharpKernel kernel)
    {
        if (s_options is null || s_parsing is null || s_with is null || AppContext.GetData("notebook.symbols") is not string names || s_given.TryGetValue(kernel, out var given) && given == names)
            return;
        s_given.AddOrUpdate(kernel, names);
        var options = (ScriptOptions)s_options.GetValue(kernel)!;
        var parsing = (CSharpParseOptions?)s_parsing.GetValue(options) ?? new(LanguageVersion.Latest, kind: Microsoft.CodeAnalysis.SourceCodeKind.Script);
        s_options.SetValue(kernel, s_with.Invoke(options, [parsing.WithPreprocessorSymbols(names.Split(';'))]));
    }
}
