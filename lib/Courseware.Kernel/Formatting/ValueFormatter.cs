using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Kernel.Formatting;

/// <summary>
/// How a value looks: as its session's cells have said, by its own <c>ToMimeBundle()</c>, or as text, and as a table where that reads
/// better.
/// </summary>
internal static class ValueFormatter
{
    private const int LongestString = 200_000;
    private const int LongestText = 4000;

    private static readonly JsonSerializerOptions s_json =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The value as a MIME bundle, best form first; empty for a value that shows nothing. Bounded in size, depth and time.
    /// </summary>
    /// <param name="mimeTypes">The forms that are wanted; none means all.</param>
    /// <exception cref="OperationCanceledException">The cell was stopped meanwhile.</exception>
    public static IReadOnlyDictionary<string, string> ToBundle(object? value, FormattingContext context, params string[] mimeTypes)
    {
        try
        {
            var bundle = AllForms(value, context);
            if (mimeTypes.Length == 0 && value is not null)
                mimeTypes = context.Formatters.PreferredFor(value.GetType());
            return mimeTypes.Length == 0 || bundle.Count == 0 ? bundle
                : mimeTypes.Distinct()
                .ToDictionary(type => type, type => bundle.TryGetValue(type, out var text) ? text : AsMimeType(bundle, type));
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ThreadInterruptedException))
        {
            return new Dictionary<string,
                string>
            { [MimeTypes.Plain] = $"{TypeNames.Of(value!.GetType())} (could not be shown: {exception.Message})" };
        }
    }

    /// <summary>A form that a value has not: its text, taken as being of that type.</summary>
    public static string AsMimeType(IReadOnlyDictionary<string, string> bundle, string mimeType)
    {
        var text = bundle.GetValueOrDefault(MimeTypes.Plain) ?? bundle.Values.FirstOrDefault() ?? "";
        return mimeType == MimeTypes.Html && bundle.TryGetValue(MimeTypes.Svg, out var drawing) ? drawing : text;
    }

    private static IReadOnlyDictionary<string, string> AllForms(object? value, FormattingContext context)
    {
        if (Snapshot.Simple(value) is { } simple && (value is null || context.Formatters.For(value.GetType()).Count == 0))
            return Text(Snapshot.Bounded(simple.Text, LongestString));
        if (value is IShowsNothing)
            return new Dictionary<string, string>();
        if (Registered(value!, context) is { } registered)
            return registered;
        if (OwnBundle.Of(value) is { } own)
            return own;
        if (FormatterSource.Of(value!) is { } sourced)
            return sourced;
        if (value is JsonNode or JsonElement or JsonDocument)
            return Text(Snapshot.Bounded(JsonSerializer.Serialize(value, s_json), 20_000));
        return Read(value, context);
    }

    private static Dictionary<string, string> Read(object? value, FormattingContext context)
    {
        var gate = new Lock();
        Node? root = null;
        string? failure = null;
        var trouble = DisplayTimeLimit.Run(() =>
        {
            try
            {
                new Snapshot(context.Formatters, gate).Read(value, node => root ??= node);
            }
            catch (Exception e) when (e is not ThreadInterruptedException)
            {
                failure = $"{TypeNames.Of(value!.GetType())} (could not be shown: {e.Message})";
            }
        }, context);
        // A reader that was left behind may still wake up and add to the tree.
        lock (gate)
        {
            if (root is null)
                return Text(failure ?? $"{TypeNames.Of(value!.GetType())} (not shown: {trouble})");
            if (trouble is not null && root is GroupNode cut)
                cut.Trouble = $"… {trouble}";
            var text = TextForm.Of(root, root is TextNode ? LongestString : LongestText);
            if (root is GroupNode { Kind: GroupKind.Sequence } group && group.Parts.Any(part => part.Value is TextNode { Html: not null }))
                return new Dictionary<string, string> { [MimeTypes.Html] = Stacked(group), [MimeTypes.Plain] = text };
            if (TableForm.Of(root) is not { } table)
                return Text(text);
            return new Dictionary<string, string>
            {
                [MimeTypes.Html] = table.ToHtml(),
                [MimeTypes.Plain] = root is GroupNode { Kind: GroupKind.Object } ? text : table.ToText()
            };
        }
    }

    // Pictures stand below each other, not in a table.
    private static string Stacked(GroupNode group)
    {
        var items = group.Parts.Select(part => part.Value is TextNode { Html: { } html } ? html
            : WebUtility.HtmlEncode(TextForm.Of(part.Value, 160)));
        var rest = group.IsCut ? group.Count is { } all ? $"<div>… {all - group.Parts.Count} more of {all}</div>"
            : "<div>… and more</div>" : "";
        return string.Concat(items.Select(item => $"<div>{item}</div>")) + rest;
    }

    private static Dictionary<string, string>? Registered(object value, FormattingContext context)
    {
        var forms = context.Formatters.For(value.GetType());
        if (forms.Count == 0)
            return null;
        var bundle = forms.ToDictionary(form => form.MimeType, form => form.Write(value));
        if (!bundle.ContainsKey(MimeTypes.Plain))
            bundle[MimeTypes.Plain] = Read(value, context)[MimeTypes.Plain];
        return bundle;
    }

    private static Dictionary<string, string> Text(string text) => new() { [MimeTypes.Plain] = text };
}
