using System.Text.Json;

namespace Courseware.Host.Notebooks;

/// <summary>Follows a reader through a notebook's JSON, and says where it is: in which cell, and in what of it.</summary>
internal sealed class PathInNotebook
{
    // For each open object or array: the name before the present value, or the number of the present element, from 1.
    private readonly Stack<(bool IsArray, string Name, int Number)> _open = new();

    /// <summary>Takes note of the token that was just read.</summary>
    public void Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var (_, _, number) = _open.Pop();
                _open.Push((false, NameOf(ref reader), number));
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Count();
                _open.Push((reader.TokenType == JsonTokenType.StartArray, "", 0));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _open.Pop();
                break;
            default:
                Count();
                break;
        }
    }

    /// <summary>"cell 3, source", "cell 3, output 2", "the notebook's metadata".</summary>
    public override string ToString()
    {
        var path = _open.Reverse().ToList();
        if (path is [{ Name: "cells" }, { IsArray: true } cells, ..])
        {
            var part = path.Count > 2 ? path[2].Name : "";
            var what = part == "outputs" && path.Count > 3 ? $"output {path[3].Number}" : part;
            return what.Length == 0 ? $"cell {cells.Number}" : $"cell {cells.Number}, {what}";
        }
        return path is [{ Name: { Length: > 0 } name }, ..] ? $"the notebook's {name}" : "the notebook";
    }

    private void Count()
    {
        if (_open.TryPeek(out var top) && top.IsArray)
        {
            _open.Pop();
            _open.Push((true, "", top.Number + 1));
        }
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // It is the name itself that has half a character.
            return "";
        }
    }
}
