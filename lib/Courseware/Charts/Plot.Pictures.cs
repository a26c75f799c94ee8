using System.Globalization;
using System.Text.Json.Nodes;

namespace Courseware;

public static partial class Plot
{
    /// <summary>Which class is taken for which: rows are the truth, columns the prediction, colours the share of the row.</summary>
    /// <param name="counts">counts[truth, predicted].</param>
    /// <param name="classes">Their names.</param>
    /// <param name="title">What to see.</param>
    /// <param name="subtitle">A line under the title.</param>
    public static Chart ConfusionMatrix(int[,] counts, IReadOnlyList<string> classes, string title, string? subtitle = null)
    {
        var n = classes.Count;
        if (n == 0)
            throw new ArgumentException("A confusion matrix has at least one class; got none.", nameof(classes));
        if (counts.GetLength(0) != n || counts.GetLength(1) != n)
            throw new ArgumentException($"A confusion matrix of {n} classes is {n}×{n}; this one is {counts.GetLength(0)}×{counts.GetLength(1)}.", nameof(counts));
        var shares = new double[n][];
        var texts = new JsonArray();
        long right = 0, all = 0;
        for (var r = 0; r < n; r++)
        {
            long row = 0;
            for (var c = 0; c < n; c++) row += counts[r, c];
            shares[r] = [.. Enumerable.Range(0, n).Select(c => row == 0 ? 0.0 : 100.0 * counts[r, c] / row)];
            texts.Add(Json.Texts(Enumerable.Range(0, n)
                .Select(c => counts[r, c] == 0 ? "" : counts[r, c].ToString(CultureInfo.InvariantCulture))));
            right += counts[r, r];
            all += row;
        }
        var written = n <= 20;
        var names = FigureText.Apart(classes.Select(FigureText.Escape));
        var data = new JsonArray
        {
            Json.Obj(("type", "heatmap"), ("name", "share of the true class"), ("z", Matrix(shares)), ("x", Json.Texts(names)),
                ("y", Json.Texts(names)), ("colorscale", Scale(Palette.Blues)), ("zmin", 0), ("zmax", 100),
                ("showscale", true),
                ("colorbar", Json.Obj(("title", Json.Obj(("text", "share of the true class (%)"), ("side", "right"))), ("thickness", 18),
                    ("outlinewidth", 0))),
                ("text", written ? texts : null), ("texttemplate", written ? "%{text}" : null),
                ("textfont", written ? Json.Obj(("size", n <= 12 ? 15 : 14)) : null), ("xgap", written ? 1 : 0), ("ygap", written ? 1 : 0)),
        };
        var x = Figures.Axis("predicted", (-0.5, n - 0.5), "category", grid: false, line: false);
        var y = Figures.Axis("true", (n - 0.5, -0.5), "category", grid: false, line: false);
        var worst = Enumerable.Range(0, n * n).Where(i => i / n != i % n).OrderByDescending(i => counts[i / n, i % n]).Take(3)
            .Where(i => counts[i / n, i % n] > 0)
            .Select(i => $"{classes[i / n]} taken for {classes[i % n]}: {counts[i / n, i % n]}");
        var description =
            string.Create(
                CultureInfo.InvariantCulture, $"Confusion matrix of {n} classes: {right} of {all} right. Most frequent mistakes: {string.Join("; ", worst)}.");
        var cell = n <= 12 ? 44 : n <= 20 ? 30 : 14;
        if (!written)
        {
            // Too many names for the axes: every few.
            var step = (n + 15) / 16;
            foreach (var axis in new[] { x, y })
            {
                axis["tickmode"] = "array";
                axis["tickvals"] = Json.Texts(names.Where((_, i) => i % step == 0));
                axis["ticktext"] = Json.Texts(names.Where((_, i) => i % step == 0));
            }
        }
        return Figures.Chart(title, [subtitle], data, Json.Obj(("xaxis", x), ("yaxis", y)), height: 190 + cell * n, legend: false,
            description: description);
    }

    /// <summary>
    /// Small pictures in rows, with the points that they are marked with. Under each its true label and, where a model guessed otherwise, ✗
    /// and the guess; a wrong one has a frame as well.
    /// </summary>
    /// <param name="pictures">All of one size.</param>
    /// <param name="title">What to see.</param>
    /// <param name="columns">Pictures in a row.</param>
    /// <param name="subtitle">A line under the title.</param>
    public static Chart ImageGrid(IEnumerable<Picture> pictures, string title, int columns = 8, string? subtitle = null)
    {
        var list = pictures.ToArray();
        if (list.Length == 0) throw new ArgumentException("There is no picture to draw; give at least one.", nameof(pictures));
        foreach (var picture in list) picture.Check();
        var (w, h) = (list[0].Width, list[0].Height);
        if (list.Any(p => p.Width != w || p.Height != h || p.IsColour != list[0].IsColour))
            throw new ArgumentException($"The pictures of a grid have one size and kind; the first is {w}×{h}.", nameof(pictures));
        columns = Math.Clamp(columns, 1, list.Length);
        var rows = (list.Length + columns - 1) / columns;
        var captions = list.Select(p => p.Predicted is null ? p.Truth ?? "" : p.Truth is null ? p.Predicted : p.IsWrong
            ? $"✗ {p.Predicted}\ntrue: {p.Truth}" : $"✓ {p.Truth}").ToArray();

        // Units: one picture is 1 wide. The tile's side in pixels decides how captions break.
        const double gap = 0.12;
        var side = Math.Min(140, 860.0 / (columns + gap * (columns - 1)));
        captions = [.. captions.Select(c =>
            string.Join("\n", c.Split('\n').SelectMany(line => TextWidth.Wrap(line, 14, side * (1 + gap) - 4))))];
        var lines = captions.Max(c => c.Length == 0 ? 0 : c.Split('\n').Length);
        var tall = h / (double)w;
        var pitch = tall + (lines * 14 * 1.25 + 14) / side;
        var width = columns + gap * (columns - 1);
        var height = rows * pitch;

        var scale = Math.Max(1, (int)(112.0 / w));
        var images = new JsonArray();
        var notes = new JsonArray();
        var shapes = new JsonArray();
        for (var i = 0; i < list.Length; i++)
        {
            var (left, top) = (i % columns * (1 + gap), i / columns * pitch);
            images.Add(Json.Obj(("source", Png.DataUri(Encode(list[i], scale))), ("x", Json.Number(left)), ("y", Json.Number(top)),
                ("sizex", 1), ("sizey", Json.Number(tall)),
                ("xref", "x"), ("yref", "y"), ("sizing", "stretch"), ("xanchor", "left"), ("yanchor", "top"), ("layer", "below")));
            if (captions[i].Length > 0)
            {
                notes.Add(Figures.Note(captions[i], left + 0.5, top + tall, yanchor: "top", size: 14, color: list[i].IsWrong ? Palette.Wrong
                    : Palette.Ink, bold: list[i].IsWrong, yshift: -3));
            }

            shapes.Add(Json.Obj(("type", "rect"), ("x0", Json.Number(left)), ("x1", Json.Number(left + 1)), ("y0", Json.Number(top)),
                ("y1", Json.Number(top + tall)), ("xref", "x"), ("yref", "y"),
                ("line", list[i].IsWrong ? Json.Obj(("color", Palette.Wrong), ("width", 3), ("dash", "dash"))
                    : Json.Obj(("color", Palette.AxisLine), ("width", 1), ("dash", "solid"))), ("layer", "above")));
        }
        var names = list.SelectMany(p => p.Marks).Select(m => m.Name).Distinct().ToArray();
        var data = new JsonArray([.. names.Zip(ModelStyle.ForAll(names), Marks)]);
        var x = Figures.Hidden((-0.02, width + 0.02), "y");
        var y = Figures.Hidden((height, -0.02), "x");
        x["constrain"] = "domain";
        y["scaleanchor"] = "x";
        y["constrain"] = "domain";
        var wrong = list.Count(p => p.IsWrong);
        var guessed = list.Count(p => p.Predicted is not null && p.Truth is not null);
        var description =
            string.Create(
                CultureInfo.InvariantCulture, $"{list.Length} pictures of {w}×{h}{(guessed > 0 ? $", {wrong} of {guessed} predicted wrongly" : "")}{(names.Length > 0 ? $", marked with points: {string.Join(", ", names)}" : "")}: ")
            + string.Join(", ", list.Take(40)
                .Select(p => p.IsWrong ? $"{p.Truth} taken for {p.Predicted}" : p.Truth ?? p.Predicted ?? "picture")) + ".";
        var titleLines = subtitle is null ? 1 : 2;
        return Figures.Chart(title, [subtitle], data, Json.Obj(("xaxis", x), ("yaxis", y)),
            height: Math.Ceiling(30 + 26 * titleLines + height * side + (names.Length > 0 ? 34 : 0)), legend: names.Length > 0,
            legendBelow: true, annotations: notes, shapes: shapes, images: images, description: description);

        // All points of one name, each on its picture.
        JsonNode? Marks(string name, ModelStyle style)
        {
            var (px, py, most) = (new List<double>(), new List<double>(), 0);
            for (var i = 0; i < list.Length; i++)
            {
                foreach (var marks in list[i].Marks.Where(m => m.Name == name))
                {
                    most = Math.Max(most, marks.X.Count);
                    px.AddRange(marks.X.Select(v => i % columns * (1 + gap) + v));
                    py.AddRange(marks.Y.Select(v => i / columns * pitch + v * tall));
                }
            }

            return Figures.Points(name, px, py, style.Color, style.Symbol, size: most > 20 ? 4 : 8, edgeWidth: most > 20 ? 0 : 1);
        }
    }

    /// <summary>
    /// How a classifier divides the plane, with the data over it: a light area for each class and a marker for its points.
    /// </summary>
    /// <param name="classify">The class, from 0, at a point.</param>
    /// <param name="points">One series for each class, in the order of the classes.</param>
    /// <param name="title">What to see.</param>
    /// <param name="x">The x axis' name.</param>
    /// <param name="y">The y axis' name.</param>
    /// <param name="columns">How finely the plane is asked, across; the height follows.</param>
    /// <param name="subtitle">A line under the title.</param>
    public static Chart DecisionRegions(Func<double, double, int> classify, IEnumerable<Series> points, string title, string x = "x₁",
        string y = "x₂", int columns = 180, string? subtitle = null) =>
        DecisionRegions([("", classify)], points, title, x, y, columns, subtitle);

    /// <summary>The same plane divided by several classifiers side by side, such as nearest neighbours for k = 1, 5, 51.</summary>
    public static Chart DecisionRegions(IEnumerable<(string Name, Func<double, double, int> Classify)> classifiers,
        IEnumerable<Series> points, string title, string x = "x₁", string y = "x₂", int columns = 180, string? subtitle = null)
    {
        var models = classifiers.ToArray();
        var classes = points.ToArray();
        foreach (var s in classes) s.Check();
        if (models.Length == 0)
            throw new ArgumentException("There is no classifier to draw; give at least one.", nameof(classifiers));
        if (!classes.Any(s => s.X.Zip(s.Y).Any(p => double.IsFinite(p.First) && double.IsFinite(p.Second))))
        {
            throw new ArgumentException("There is no point to draw the regions around: give at least one whose x and y are numbers.",
                nameof(points));
        }

        var xs = Padded(Ends(classes.SelectMany(s => s.X)));
        var ys = Padded(Ends(classes.SelectMany(s => s.Y)));
        var perRow = models.Length is 4 ? 2 : Math.Min(models.Length, 3);
        var rowsOfCharts = (models.Length + perRow - 1) / perRow;
        columns = Math.Max(20, columns / perRow);
        var rows = Math.Max(20, (int)(columns * 0.78));
        var cells = Figures.Cells(models.Length, perRow, 0.06, 0.2);
        var data = new JsonArray();
        var axes = new JsonObject();
        var notes = new JsonArray();
        for (var m = 0; m < models.Length; m++)
        {
            var number = Figures.AxisNumber(m);
            var z = new double[rows][];
            var (gx, gy) = (Spaced(xs, columns), Spaced(ys, rows));
            for (var r = 0; r < rows; r++) z[r] = [.. gx.Select(v => (double)models[m].Classify(v, gy[r]))];
            var last = Math.Max(1, classes.Length - 1);
            var steps = new JsonArray();
            for (var c = 0; c < classes.Length; c++)
            {
                // Steps, not slopes: two stops of one colour for each class.
                steps.Add(new JsonArray(Json.Number(c / (double)classes.Length), Palette.Fills[c % Palette.Fills.Count]));
                steps.Add(new JsonArray(Json.Number((c + 1) / (double)classes.Length), Palette.Fills[c % Palette.Fills.Count]));
            }
            data.Add(Json.Obj(("type", "heatmap"),
                ("name", models[m].Name.Length > 0 ? $"regions of {FigureText.Escape(models[m].Name)}" : "regions"), ("z", Matrix(z)),
                ("x", Json.Numbers(gx)), ("y", Json.Numbers(gy)),
                ("colorscale", steps), ("zmin", -0.5), ("zmax", classes.Length - 0.5), ("showscale", false), ("hoverinfo", "skip"),
                ("xaxis", "x" + number), ("yaxis", "y" + number)));
            for (var c = 0; c < classes.Length; c++)
            {
                data.Add(Figures.Points(classes[c].Name, classes[c].X, classes[c].Y, Palette.Series[c % Palette.Series.Count],
                    ModelStyle.Symbols[c % ModelStyle.Symbols.Length], models.Length == 1 ? 9
                    : 8, "class " + classes[c].Name, m == 0, number));
            }

            var (dx, dy) = cells[m];
            axes["xaxis" + number] = Figures.Axis(m + perRow >= models.Length ? x : null, xs, "linear", "y" + number, dx, grid: false);
            axes["yaxis" + number] = Figures.Axis(m % perRow == 0 ? y : null, ys, "linear", "x" + number, dy, grid: false);
            if (models[m].Name.Length > 0)
            {
                notes.Add(Figures.Note(models[m].Name, (dx.Item1 + dx.Item2) / 2, dy.Item2, "paper", "paper", yanchor: "bottom", size: 16,
                    bold: true, yshift: 4));
            }
        }
        return Figures.Chart(title, [subtitle], data, axes, height: models.Length == 1 ? 560
            : 170 + 270 * rowsOfCharts, legend: true, legendBelow: models.Length > 1, annotations: notes);

        static (double, double) Padded(JsonNumbers ends)
            => ends.Low == ends.High ? Figures.Around(ends.Low)
            : (ends.Low - 0.06 * (ends.High - ends.Low), ends.High + 0.06 * (ends.High - ends.Low));
    }

    /// <summary>
    /// A loss over two weights as contours with their values, and the way that each optimizer takes on it: start ○, end in its own marker.
    /// </summary>
    /// <remarks>
    /// Both axes have one scale, so that a step is seen at right angles to the contours, unless one range is more than eight times the
    /// other; then a line says so.
    /// </remarks>
    /// <param name="loss">The loss at a point.</param>
    /// <param name="x">From where to where, first weight.</param>
    /// <param name="y">From where to where, second weight.</param>
    /// <param name="paths">X and Y of each step.</param>
    /// <param name="title">What to see.</param>
    /// <param name="logLevels">Contours at equal ratios instead of equal differences, for narrow valleys.</param>
    /// <param name="xName">The first weight's name.</param>
    /// <param name="yName">The second weight's name.</param>
    /// <param name="subtitle">A line under the title.</param>
    public static Chart LossSurface(Func<double, double, double> loss, (double Low, double High) x, (double Low, double High) y,
        IEnumerable<Series> paths, string title,
        bool logLevels = false, string xName = "w₁", string yName = "w₂", string? subtitle = null)
    {
        const int columns = 81, rows = 61;
        const double tooLong = 8, decades = 0.25;
        var list = paths.ToArray();
        foreach (var s in list) s.Check();
        Checked(x, xName, argument: nameof(x));
        Checked(y, yName, argument: nameof(y));
        var (gx, gy) = (Spaced(x, columns), Spaced(y, rows));
        var z = gy.Select(b => gx.Select(a => loss(a, b)).ToArray()).ToArray();
        var finite = z.SelectMany(r => r).Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
        {
            throw new ArgumentException("The loss is NaN or infinite at every point of the plane; there is no surface to draw.",
                nameof(loss));
        }

        var (low, high) = (finite.Min(), finite.Max());
        // log(loss − lowest + 1/1000 of the span): levels crowd where the valley is.
        var (lowest, ground) = (low, Math.Max((high - low) * 1e-3, 1e-12));
        if (logLevels)
        {
            foreach (var row in z) for (var i = 0; i < row.Length; i++) row[i] = LogScale.Of(row[i] - lowest + ground);
            (low, high) = (LogScale.Of(ground), LogScale.Of(high - low + ground));
        }
        // Round values, so that what is written on a contour is where the contour is.
        var ticks = logLevels
            ? [.. Enumerable.Range((int)Math.Floor(low / decades) + 1, (int)Math.Ceiling((high - low) / decades)).Select(i => i * decades)
                .Where(v => v < high)]
            : Ticks.Linear(low, high, 16).Select(t => t.Value).Where(v => v > low && v < high).ToArray();
        var (first, last, size) = ticks.Length > 1 ? (ticks[0], ticks[^1], ticks[1] - ticks[0]) : (low + 1, low + 1, 1);
        var data = new JsonArray
        {
            Json.Obj(("type", "contour"), ("name", logLevels ? "log₁₀ of the loss above its lowest" : "loss"), ("z", Matrix(z)),
                ("x", Json.Numbers(gx)), ("y", Json.Numbers(gy)), ("colorscale", Scale(Palette.Surface)), ("zmin", Json.Number(low)),
                ("zmax", Json.Number(high)),
                ("autocontour", false),
                ("contours", Json.Obj(("start", Json.Number(first)), ("end", Json.Number(last + size / 2)), ("size", Json.Number(size)),
                    ("coloring", "fill"), ("showlabels", false))),
                ("line", Json.Obj(("color", "#8795A6"), ("width", 1), ("smoothing", 0))), ("showscale", false)),
        };
        var (across, up) = (Math.Abs(x.High - x.Low), Math.Abs(y.High - y.Low));
        var isEqual = Math.Max(across, up) <= tooLong * Math.Min(across, up);
        var side = isEqual ? (Math.Max(across, up), Math.Max(across, up)) : (across, up);
        var drawn = list.SelectMany(s => s.X.Zip(s.Y)).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second)).ToArray();
        var values = ContourLabels.Place(z, ticks, gx, gy, drawn.Length <= 400 ? drawn
            : [.. drawn.Where((_, i) => i % (drawn.Length / 400 + 1) == 0)], side);
        // The fill under a label, so that the line gives way to it.
        var fill = new ColorScale([.. Palette.Surface.Select(s => (s.At, ColorScale.Parse(s.Colour)))]);
        var notes = new JsonArray(
            [.. values.Select(v =>
                Figures.Note(ContourValue(logLevels ? lowest - ground + LogScale.Inverse(v.Level) : v.Level, size, logLevels), v.X, v.Y,
                    size: 14, color: Palette.Muted,
            background: ColorScale.Hex(fill.At((v.Level - low) / (high - low)))))]);
        var styles = ModelStyle.ForAll(list.Select(s => s.StyleOf ?? s.Name));
        for (var i = 0; i < list.Length; i++)
        {
            var s = list[i];
            data.Add(Figures.Line($"{s.Name}, path", s.X, s.Y, styles[i].Color, styles[i].Dash, group: s.Name, legend: false));
        }
        for (var i = 0; i < list.Length; i++)
        {
            var s = list[i];
            if (s.X.Count == 0) continue;
            data.Add(Figures.Points($"{s.Name}, start", [s.X[0]], [s.Y[0]], Palette.Paper, "circle", 11, s.Name, legend: false,
                edge: Palette.Ink, edgeWidth: 2));
            data.Add(Figures.Points($"{s.Name}, end", [s.X[^1]], [s.Y[^1]], styles[i].Color, styles[i].Symbol, 14, s.Name, legend: false));
        }
        for (var i = 0; i < list.Length; i++)
            data.Add(Figures.Key(list[i].Name, styles[i].Color, styles[i].Dash, styles[i].Symbol, list[i].Name));
        var (xAxis, yAxis) = (Figures.Axis(xName, x, grid: false), Figures.Axis(yName, y, grid: false));
        if (isEqual)
        {
            yAxis["scaleanchor"] = "x";
            yAxis["constrain"] = "domain";
            xAxis["constrain"] = "domain";
        }
        var height = isEqual ? Math.Clamp(790 * up / across, 260, 560) + 150 : 560;
        return Figures.Chart(title,
            [subtitle, isEqual ? null
                : $"The two axes have different scales: {xName} goes over {Say(across)}, {yName} over {Say(up)}."], data,
            Json.Obj(("xaxis", xAxis), ("yaxis", yAxis)), height: Math.Round(height), legend: list.Length > 0, legendBelow: true,
            annotations: notes);
    }

    // As many digits as tell one contour from the next.
    private static string ContourValue(double value, double step, bool byRatio)
    {
        var digits = byRatio ? 2 - (int)Math.Floor(LogScale.Of(Math.Max(Math.Abs(value), 1e-12))) - 1
            : (int)Math.Ceiling(-LogScale.Of(step) - 1e-9);
        return Ticks.Number(Math.Round(value, Math.Clamp(digits, 0, 12)));
    }

    private static byte[] Encode(Picture picture, int scale)
    {
        var (w, h, channels) = (picture.Width * scale, picture.Height * scale, picture.IsColour ? 3 : 1);
        var bytes = new byte[w * h * channels];
        for (var row = 0; row < h; row++)
        {
            for (var column = 0; column < w; column++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var v = picture.Pixels[((row / scale * picture.Width) + column / scale) * channels + c];
                    bytes[(row * w + column) * channels + c] = (byte)Math.Round(Math.Clamp(float.IsNaN(v) ? 0 : v, 0f, 1f) * 255);
                }
            }
        }

        return channels == 3 ? Png.Rgb(w, h, bytes) : Png.Grey(w, h, bytes);
    }

    private static double[] Spaced((double Low, double High) range, int count)
        => [.. Enumerable.Range(0, count).Select(i => range.Low + (range.High - range.Low) * i / (count - 1))];

    private static JsonArray Matrix(double[][] rows) => Json.Arr(rows.Select(r => (JsonNode?)Json.Numbers(r)));

    private static JsonArray Scale((double At, string Colour)[] stops)
        => Json.Arr(stops.Select(s => (JsonNode?)new JsonArray(Json.Number(s.At), s.Colour)));
}
