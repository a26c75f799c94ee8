using System.Globalization;
using Courseware.Host.Pages;
using Courseware.Page.Sessions;

namespace Courseware.Page.Views;

/// <summary>The frame of a cell; its script fills in outputs, times and marks as they come.</summary>
internal static class CellView
{
    public static string Render(LiveCell cell, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{(cell.IsCode ? "Code" : "Text")} cell {number}");
        var body = cell.IsCode
            ? $"""
              <div class="cell"><span class="count" aria-hidden="true">[ ]</span><pre class="code" tabindex="0" role="group" aria-label="{name}: press Enter to edit" dir="ltr"><code>{cell.Html ?? Html.Text(cell.Source)}</code></pre><div class="editor" hidden></div></div>
              <p class="cell-foot" hidden><span class="state"></span><span class="time"></span><span class="expected"></span></p>
              <div class="why" hidden></div>
              <div class="outputs"></div>
              """
            : $"""
              <div class="prose">{cell.Html}</div><div class="editor" hidden></div>
              """;
        return $"""
            <section class="nb-cell {(cell.IsCode ? "code-cell" : "text-cell")}" data-id="{Html.Text(cell.Id)}" data-kind="{Html.Text(cell.Kind)}" tabindex="-1" aria-label="{name}">
            <button class="edge" type="button" data-do="runStale" hidden data-w-title="runStale" title="Run what is stale"><span class="sr" data-w="stale">Stale</span></button>
            <div class="cell-tools" role="toolbar" data-w-label="cellTools" aria-label="Cell">{Tools(cell)}</div>
            {body}
            <div class="insert"><button type="button" data-do="insertCode" data-w="addCode">+ Code</button><button type="button" data-do="insertText" data-w="addText">+ Text</button></div>
            </section>

            """;
    }

    private static string Tools(LiveCell cell) => (cell.IsCode
            ? Tool("run", Icons.Run, "Run (Shift+Enter)") + Tool("runAbove", Icons.RunAbove, "Run all above")
            + Tool("whatIf", Icons.WhatIf, "What if: numbers as sliders")
            : Tool("edit", Icons.Edit, "Edit (Enter)"))
        + Tool("up", Icons.Up, "Move up") + Tool("down", Icons.Down, "Move down") + Tool("delete", Icons.Delete, "Delete the cell");

    private static string Tool(string what, string icon, string title) =>
        $"<button type=\"button\" data-do=\"{what}\" data-w-title=\"{what}\" title=\"{title}\" aria-label=\"{title}\">{icon}</button>";
}
