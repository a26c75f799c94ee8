using System.Text.Json.Nodes;
using System.Xml.Linq;
using Courseware.Host.Formulas;
using Courseware.Host.Pages;
using Xunit;

namespace Courseware.Host.Tests.Formulas;

public sealed class TexToMathMlTests
{
    public static TheoryData<string, string> Constructs { get; } = new()
    {
        { """x""", """<mi>x</mi>""" },
        { """\mathit{x}""", """<mi>x</mi>""" },
        { """3.14""", """<mn>3.14</mn>""" },
        { """۰٫۵""", """<mn>۰٫۵</mn>""" },
        { """-1""", """<mo form="prefix" lspace="0" rspace="0">−</mo><mn>1</mn>""" },
        { """a-b""", """<mi>a</mi><mo>−</mo><mi>b</mi>""" },
        { """a=-1""", """<mi>a</mi><mo>=</mo><mo form="prefix" lspace="0" rspace="0">−</mo><mn>1</mn>""" },
        { """a\times -b""", """<mi>a</mi><mo>×</mo><mo form="prefix" lspace="0" rspace="0">−</mo><mi>b</mi>""" },
        { """(−2.3, +2.5)""",
            """<mo stretchy="false">(</mo><mo form="prefix" lspace="0" rspace="0">−</mo><mn>2.3</mn><mo separator="true">,</mo><mo form="prefix" lspace="0" rspace="0">+</mo><mn>2.5</mn><mo stretchy="false">)</mo>""" },
        { """10{,}000""", """<mn>10</mn><mo separator="true" lspace="0" rspace="0">,</mo><mn>000</mn>""" },
        { """x^{-1}""", """<msup><mi>x</mi><mrow><mo form="prefix" lspace="0" rspace="0">−</mo><mn>1</mn></mrow></msup>""" },
        { """x_{i=1}""", """<msub><mi>x</mi><mrow><mi>i</mi><mo lspace="0" rspace="0">=</mo><mn>1</mn></mrow></msub>""" },
        { """\beta\varepsilon\Gamma""", """<mi>β</mi><mi>ε</mi><mi mathvariant="normal">Γ</mi>""" },
        { """ŷβ∑≤""", """<mi>ŷ</mi><mi>β</mi><mo movablelimits="true">∑</mo><mo form="infix">≤</mo>""" },
        { """\hat y""", """<mover accent="true"><mi>y</mi><mo stretchy="false">ˆ</mo></mover>""" },
        { """\bar x""", """<mover accent="true"><mi>x</mi><mo stretchy="false">¯</mo></mover>""" },
        { """\tilde z""", """<mover accent="true"><mi>z</mi><mo stretchy="false">˜</mo></mover>""" },
        { """\vec v""", """<mover accent="true"><mi>v</mi><mo stretchy="false">→</mo></mover>""" },
        { """\dot u""", """<mover accent="true"><mi>u</mi><mo stretchy="false">˙</mo></mover>""" },
        { """\widehat{ab}""", """<mover accent="true"><mrow><mi>a</mi><mi>b</mi></mrow><mo stretchy="true">^</mo></mover>""" },
        { """\overline{xy}""", """<mrow style="border-top:0.05em solid;padding-top:0.1em"><mrow><mi>x</mi><mi>y</mi></mrow></mrow>""" },
        { """\mathbf{w}""", """<mi>&#119856;</mi>""" },
        { """\boldsymbol{\theta}""", """<mi>𝜽</mi>""" },
        { """\mathrm{softmax}""", """<mi>softmax</mi>""" },
        { """\mathrm{d}x""", """<mi mathvariant="normal">d</mi><mi>x</mi>""" },
        { """\mathbb{E}""", """<mi>&#120124;</mi>""" },
        { """\mathcal{L}\mathcal{N}""", """<mi>ℒ</mi><mi>&#119977;</mi>""" },
        { """\text{if } x""", """<mtext>if&#160;</mtext><mi>x</mi>""" },
        { """\text{سخت}""", """<mtext dir="rtl">سخت</mtext>""" },
        { """\text{if $x>0$}""", """<mrow><mtext>if&#160;</mtext><mrow><mi>x</mi><mo>&gt;</mo><mn>0</mn></mrow></mrow>""" },
        { """پس""", """<mtext dir="rtl">پس</mtext>""" },
        { """\operatorname{ReLU}(x)""",
            """<mi>ReLU</mi><mo>&#x2061;</mo><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo>""" },
        { """\operatorname*{arg\,min}_w f""",
            """<munder><mo movablelimits="true" form="prefix" lspace="0" rspace="0">arg min</mo><mi>w</mi></munder><mo>&#x2061;</mo><mspace width="0.1667em"/><mi>f</mi>""" },
        { """x_1""", """<msub><mi>x</mi><mn>1</mn></msub>""" },
        { """x^2""", """<msup><mi>x</mi><mn>2</mn></msup>""" },
        { """x_i^2""", """<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>""" },
        { """f'(x)""",
            """<mrow><mi>f</mi><mo lspace="0" rspace="0">′</mo></mrow><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo>""" },
        { """f''_i""", """<msub><mrow><mi>f</mi><mo lspace="0" rspace="0">′′</mo></mrow><mi>i</mi></msub>""" },
        { """g'_1""", """<msub><mrow><mi>g</mi><mpadded width="0"><mo lspace="0" rspace="0">′</mo></mpadded></mrow><mn>1</mn></msub>""" },
        { """x'^2""", """<msup><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mn>2</mn></msup>""" },
        { """\frac{a}{b}""", """<mfrac><mi>a</mi><mi>b</mi></mfrac>""" },
        { """\frac12""", """<mfrac><mn>1</mn><mn>2</mn></mfrac>""" },
        { """\tfrac12""", """<mstyle displaystyle="false" scriptlevel="0"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>""" },
        { """\dfrac{1}{2}""", """<mstyle displaystyle="true" scriptlevel="0"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>""" },
        { """\sqrt{x}""", """<msqrt><mi>x</mi><mspace width="0" height="1em"/></msqrt>""" },
        { """\sqrt[3]{x}""", """<mroot><mi>x</mi><mrow><mn>3</mn></mrow></mroot>""" },
        { """\binom nk""",
            """<mrow><mo form="prefix">(</mo><mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac><mo form="postfix">)</mo></mrow>""" },
        { """\sum_{i=1}^{N} x_i""",
            """<munderover><mo movablelimits="true">∑</mo><mrow><mi>i</mi><mo lspace="0" rspace="0">=</mo><mn>1</mn></mrow><mi>N</mi></munderover><msub><mi>x</mi><mi>i</mi></msub>""" },
        { """\prod_i p_i""", """<munder><mo movablelimits="true">∏</mo><mi>i</mi></munder><msub><mi>p</mi><mi>i</mi></msub>""" },
        { """\int_0^1 f""", """<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup><mi>f</mi>""" },
        { """\min_w J""",
            """<munder><mo movablelimits="true" form="prefix" lspace="0" rspace="0">min</mo><mi>w</mi></munder><mo>&#x2061;</mo><mspace width="0.1667em"/><mi>J</mi>""" },
        { """\arg\max_k p_k""",
            """<mi>arg</mi><mo>&#x2061;</mo><mspace width="0.1667em"/><munder><mo movablelimits="true" form="prefix" lspace="0" rspace="0">max</mo><mi>k</mi></munder><mo>&#x2061;</mo><mspace width="0.1667em"/><msub><mi>p</mi><mi>k</mi></msub>""" },
        { """\lim_{n\to\infty} a_n""",
            """<munder><mo movablelimits="true" form="prefix" lspace="0" rspace="0">lim</mo><mrow><mi>n</mi><mo stretchy="false" lspace="0" rspace="0">→</mo><mi mathvariant="normal">∞</mi></mrow></munder><mo>&#x2061;</mo><mspace width="0.1667em"/><msub><mi>a</mi><mi>n</mi></msub>""" },
        { """\sum\nolimits_i x""", """<msub><mo movablelimits="true">∑</mo><mi>i</mi></msub><mi>x</mi>""" },
        { """\log x""", """<mi>log</mi><mo>&#x2061;</mo><mspace width="0.1667em"/><mi>x</mi>""" },
        { """2\log x""", """<mn>2</mn><mspace width="0.1667em"/><mi>log</mi><mo>&#x2061;</mo><mspace width="0.1667em"/><mi>x</mi>""" },
        { """\log(x)""", """<mi>log</mi><mo>&#x2061;</mo><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo>""" },
        { """\exp\left(x\right)""",
            """<mi>exp</mi><mo>&#x2061;</mo><mrow><mo form="prefix" fence="true" stretchy="true">(</mo><mi>x</mi><mo form="postfix" fence="true" stretchy="true">)</mo></mrow>""" },
        { """\left| x \right|""",
            """<mrow><mo form="prefix" fence="true" stretchy="true">|</mo><mi>x</mi><mo form="postfix" fence="true" stretchy="true">|</mo></mrow>""" },
        { """\left\| x \right\|""",
            """<mrow><mo form="prefix" fence="true" stretchy="true">‖</mo><mi>x</mi><mo form="postfix" fence="true" stretchy="true">‖</mo></mrow>""" },
        { """\left. x \right|_0""",
            """<msub><mrow><mi>x</mi><mo form="postfix" fence="true" stretchy="true">|</mo></mrow><mn>0</mn></msub>""" },
        { """\left( a \middle| b \right)""",
            """<mrow><mo form="prefix" fence="true" stretchy="true">(</mo><mi>a</mi><mo form="infix" fence="true" stretchy="true" lspace="0.0556em" rspace="0.0556em">|</mo><mi>b</mi><mo form="postfix" fence="true" stretchy="true">)</mo></mrow>""" },
        { """\big( x \big)""",
            """<mo form="prefix" stretchy="true" symmetric="true" minsize="1.2em" maxsize="1.2em" lspace="0" rspace="0">(</mo><mi>x</mi><mo form="prefix" stretchy="true" symmetric="true" minsize="1.2em" maxsize="1.2em" lspace="0" rspace="0">)</mo>""" },
        { """\Bigl[ x \Bigr]""",
            """<mo form="prefix" stretchy="true" symmetric="true" minsize="1.8em" maxsize="1.8em" lspace="0" rspace="0">[</mo><mi>x</mi><mo form="postfix" stretchy="true" symmetric="true" minsize="1.8em" maxsize="1.8em" lspace="0" rspace="0">]</mo>""" },
        { """|x|""", """<mo stretchy="false" lspace="0" rspace="0">|</mo><mi>x</mi><mo stretchy="false" lspace="0" rspace="0">|</mo>""" },
        { """\|x\|""", """<mo stretchy="false" lspace="0" rspace="0">‖</mo><mi>x</mi><mo stretchy="false" lspace="0" rspace="0">‖</mo>""" },
        { """\lVert w\rVert""", """<mo form="prefix" stretchy="false">‖</mo><mi>w</mi><mo form="postfix" stretchy="false">‖</mo>""" },
        { """\langle x, y\rangle""",
            """<mo form="prefix" stretchy="false">⟨</mo><mi>x</mi><mo separator="true">,</mo><mi>y</mi><mo form="postfix" stretchy="false">⟩</mo>""" },
        { """a\mid b""", """<mi>a</mi><mo stretchy="false" lspace="0.2778em" rspace="0.2778em">∣</mo><mi>b</mi>""" },
        { """\begin{matrix} a & b \\ c & d \end{matrix}""",
            """<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable>""" },
        { """\begin{pmatrix} a \\ b \end{pmatrix}""",
            """<mrow><mo form="prefix" fence="true" stretchy="true">(</mo><mtable><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable><mo form="postfix" fence="true" stretchy="true">)</mo></mrow>""" },
        { """\begin{bmatrix} 1 & 0 \end{bmatrix}""",
            """<mrow><mo form="prefix" fence="true" stretchy="true">[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr></mtable><mo form="postfix" fence="true" stretchy="true">]</mo></mrow>""" },
        { """\begin{cases} x & x>0 \\ 0 & \text{else} \end{cases}""",
            """<mrow><mo form="prefix" fence="true" stretchy="true">{</mo><mtable><mtr><mtd style="text-align:left"><mi>x</mi></mtd><mtd style="text-align:left"><mi>x</mi><mo>&gt;</mo><mn>0</mn></mtd></mtr><mtr><mtd style="text-align:left"><mn>0</mn></mtd><mtd style="text-align:left"><mtext>else</mtext></mtd></mtr></mtable></mrow>""" },
        { """\begin{aligned} a &= b \\ &= c \end{aligned}""",
            """<mtable displaystyle="true"><mtr><mtd style="text-align:right;padding-left:0;padding-right:0"><mi>a</mi></mtd><mtd style="text-align:left;padding-left:0;padding-right:0"><mo form="infix">=</mo><mi>b</mi></mtd></mtr><mtr><mtd style="text-align:right;padding-left:0;padding-right:0"></mtd><mtd style="text-align:left;padding-left:0;padding-right:0"><mo form="infix">=</mo><mi>c</mi></mtd></mtr></mtable>""" },
        { """\begin{align*} a &= b \end{align*}""",
            """<mtable displaystyle="true"><mtr><mtd style="text-align:right;padding-left:0;padding-right:0"><mi>a</mi></mtd><mtd style="text-align:left;padding-left:0;padding-right:0"><mo form="infix">=</mo><mi>b</mi></mtd></mtr></mtable>""" },
        { """\begin{array}{l|r} a & b \\ \hline c & d \end{array}""",
            """<mtable style="border-collapse:collapse"><mtr><mtd style="text-align:left"><mi>a</mi></mtd><mtd style="text-align:right;border-left:1px solid"><mi>b</mi></mtd></mtr><mtr><mtd style="text-align:left;border-top:1px solid"><mi>c</mi></mtd><mtd style="text-align:right;border-left:1px solid;border-top:1px solid"><mi>d</mi></mtd></mtr></mtable>""" },
        { """a \cdot b \odot c \otimes d""", """<mi>a</mi><mo>⋅</mo><mi>b</mi><mo>⊙</mo><mi>c</mi><mo>⊗</mo><mi>d</mi>""" },
        { """\partial \nabla \infty""",
            """<mi mathvariant="normal">∂</mi><mo lspace="0" rspace="0">∇</mo><mi mathvariant="normal">∞</mi>""" },
        { """a \approx b \leq c \geq d \neq e""",
            """<mi>a</mi><mo>≈</mo><mi>b</mi><mo>≤</mo><mi>c</mi><mo>≥</mo><mi>d</mi><mo>≠</mo><mi>e</mi>""" },
        { """a \ll b \gg c""", """<mi>a</mi><mo>≪</mo><mi>b</mi><mo>≫</mo><mi>c</mi>""" },
        { """x \in \mathbb{R}""", """<mi>x</mi><mo>∈</mo><mi>ℝ</mi>""" },
        { """x \sim p \propto q""", """<mi>x</mi><mo>∼</mo><mi>p</mi><mo>∝</mo><mi>q</mi>""" },
        { """a \to b \leftarrow c \Rightarrow d \mapsto e""",
            """<mi>a</mi><mo stretchy="false">→</mo><mi>b</mi><mo stretchy="false">←</mo><mi>c</mi><mo stretchy="false">⇒</mo><mi>d</mi><mo stretchy="false">↦</mo><mi>e</mi>""" },
        { """a \pm b""", """<mi>a</mi><mo>±</mo><mi>b</mi>""" },
        { """1, \ldots, n""",
            """<mn>1</mn><mo separator="true">,</mo><mo lspace="0" rspace="0">…</mo><mo separator="true">,</mo><mi>n</mi>""" },
        { """a + \cdots + z""", """<mi>a</mi><mo>+</mo><mo lspace="0" rspace="0">⋯</mo><mo>+</mo><mi>z</mi>""" },
        { """a\quad b\,c\;d\!e""",
            """<mi>a</mi><mspace width="1em"/><mi>b</mi><mspace width="0.1667em"/><mi>c</mi><mspace width="0.2778em"/><mi>d</mi><mspace style="margin-inline-start:-0.1667em"/><mi>e</mi>""" },
        { """\underbrace{a+b}_{c}""",
            """<munder><munder><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mo stretchy="true">⏟</mo></munder><mi>c</mi></munder>""" },
        { """\overbrace{a}^{b}""", """<mover><mover><mi>a</mi><mo stretchy="true">⏞</mo></mover><mi>b</mi></mover>""" },
        { """a \color{red} b + c""", """<mi>a</mi><mstyle mathcolor="red"><mi>b</mi><mo>+</mo><mi>c</mi></mstyle>""" },
        { """\textcolor{#c00}{x} + 1""", """<mstyle mathcolor="#c00"><mi>x</mi></mstyle><mo>+</mo><mn>1</mn>""" },
        { """\boxed{x}""", """<mrow style="border:1px solid;padding:0.25em 0.35em;border-radius:0.15em"><mi>x</mi></mrow>""" },
        { """X^\top""", """<msup><mi>X</mi><mi mathvariant="normal">⊤</mi></msup>""" },
        { """f\circ g""", """<mi>f</mi><mo>∘</mo><mi>g</mi>""" },
        { """a \ast b^\dagger""", """<mi>a</mi><mo>∗</mo><msup><mi>b</mi><mo form="prefix" lspace="0" rspace="0">†</mo></msup>""" },
        { """a \not= b""", """<mi>a</mi><mo>≠</mo><mi>b</mi>""" },
        { """\overset{!}{=}""", """<mover><mo form="infix">=</mo><mo lspace="0" rspace="0">!</mo></mover>""" },
        { """a \xrightarrow{f} b""",
            """<mi>a</mi><mover><mo form="infix" stretchy="true">→</mo><mpadded lspace="0.4em" width="+0.8em"><mi>f</mi></mpadded></mover><mi>b</mi>""" },
        { """a < b \& c""", """<mi>a</mi><mo>&lt;</mo><mi>b</mi><mo lspace="0" rspace="0">&amp;</mo><mi>c</mi>""" },
        { """50\,\%""", """<mn>50</mn><mspace width="0.1667em"/><mo lspace="0" rspace="0">%</mo>""" },
    };

    [Theory]
    [MemberData(nameof(Constructs))]
    public void Each_construct_has_its_MathML(string tex, string expected) => Assert.Equal(expected, TexToMathMl.Body(tex));

    [Theory]
    [MemberData(nameof(Constructs))]
    public void Each_construct_is_well_formed_and_within_MathML_Core(string tex, string expected)
    {
        _ = expected;
        string[] core = ["math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot",
            "mstyle", "mover", "munder",
            "munderover", "msub", "msup", "msubsup", "mtable", "mtr", "mtd", "mpadded", "mphantom"];
        var math = XElement.Parse(TexToMathMl.Convert(tex, display: true));
        Assert.All(math.DescendantsAndSelf(), e => Assert.Contains(e.Name.LocalName, core));
        // Scripts and fractions have a fixed number of children; a browser draws nothing sensible with another.
        Assert.All(math.DescendantsAndSelf(), e =>
        {
            var children = e.Name.LocalName switch
            {
                "mfrac" or "mroot" or "mover" or "munder" or "msub" or "msup" =>
                2,
                "munderover" or "msubsup" => 3,
                _ => -1
            };
            if (children >= 0) Assert.Equal(children, e.Elements().Count());
        });
    }

    [Fact]
    public void The_source_travels_along_as_text_alternative_and_annotation()
    {
        var math = XElement.Parse(TexToMathMl.Convert(@"a < b \text{""é""}", display: false));
        XNamespace ns = "http://www.w3.org/1998/Math/MathML";
        Assert.Equal(@"a < b \text{""é""}", math.Attribute("alttext")?.Value);
        Assert.Equal(@"a < b \text{""é""}", math.Descendants(ns + "annotation").Single().Value);
    }

    [Theory]
    [InlineData(true, "block")]
    [InlineData(false, "inline")]
    public void A_formula_is_set_from_left_to_right_in_display_or_in_the_line(bool display, string expected)
    {
        var math = XElement.Parse(TexToMathMl.Convert("x", display));
        Assert.Equal(expected, math.Attribute("display")?.Value);
        Assert.Equal("ltr", math.Attribute("dir")?.Value);
    }

    [Fact]
    public void An_unknown_command_is_named_with_its_position_and_the_nearest_known()
    {
        var e = Assert.Throws<TexException>(() => TexToMathMl.Convert(@"x + \fraq{1}{2}", display: false));
        Assert.Equal(@"\fraq", e.Command);
        Assert.Equal(4, e.Position);
        Assert.Contains("position 5", e.Message, StringComparison.Ordinal);
        Assert.Contains(@"the command \fraq is not known", e.Message, StringComparison.Ordinal);
        Assert.Contains(@"Did you mean \frac?", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean",
            Assert.Throws<TexException>(() => TexToMathMl.Convert(@"\frobnicate", display: false)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\frac{1}{2", "} is missing")]
    [InlineData(@"a}", "} closes nothing")]
    [InlineData(@"a & b", "& separates columns")]
    [InlineData(@"a \\\\ b", "ends a row")]
    [InlineData(@"\left( a", @"\right is missing")]
    [InlineData(@"a \right)", @"\right has no partner")]
    [InlineData(@"\left x", "is no delimiter")]
    [InlineData(@"\begin{matrix} a", "\\end is missing")]
    [InlineData(@"\begin{matrix} a \end{pmatrix}", @"closed by \end{pmatrix}")]
    [InlineData(@"\begin{tikz} a \end{tikz}", "environment tikz is not known; known are")]
    [InlineData(@"x^", "needs an argument")]
    [InlineData(@"x^a^b", "two superscripts")]
    [InlineData(@"x_a_b", "two subscripts")]
    [InlineData(@"\frac{1}", "needs an argument")]
    [InlineData(@"\sqrt[3{x}", "] is missing")]
    [InlineData(@"\color{red;x:y} a", "is no colour")]
    [InlineData(@"\text{a $b}", "has no partner")]
    [InlineData(@"a $ b", "$ has no meaning")]
    [InlineData("a \\", "commands nothing")]
    public void A_bad_formula_says_what_is_wrong(string tex, string rule)
        => Assert.Contains(rule, Assert.Throws<TexException>(() => TexToMathMl.Convert(tex, display: false)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Nesting_beyond_reason_is_an_error_and_no_crash()
        => Assert.Throws<TexException>(() => TexToMathMl.Convert(new string('{', 100_000), display: false));

    [Fact]
    public void Every_known_command_is_known_to_the_parser()
        => Assert.All(TexToMathMl.KnownCommands, command =>
        {
            try { TexToMathMl.Convert(command, display: false); }
            catch (TexException e) { Assert.DoesNotContain("is not known", e.Message, StringComparison.Ordinal); }
        });

    [Fact]
    public void A_bad_formula_in_a_notebook_is_found()
    {
        var notebook =
            new JsonObject
            {
                ["cells"] =
                new JsonArray(new JsonObject { ["cell_type"] = "markdown", ["source"] = @"Good $x$, bad $\fraq{1}{2}$." })
            };
        var fault = Assert.Single(Faults(notebook));
        Assert.Contains(@"\fraq", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_formula_of_the_notebooks_converts()
    {
        var notebooks = Directory.GetFiles(Repository.At("notebooks"), "*.ipynb").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(notebooks);
        Assert.Empty(notebooks.SelectMany(file => Faults(JsonNode.Parse(File.ReadAllText(file))!.AsObject())
            .Select(fault => Path.GetFileName(file) + ": " + fault)));
    }

    private static List<string> Faults(JsonObject notebook)
    {
        var faults = new List<string>();
        foreach (var cell in NotebookJson.Cells(notebook).Where(c => NotebookJson.Text(c["cell_type"]) == "markdown"))
        {
            foreach (var (tex, display) in MarkdownRenderer.Formulae(NotebookJson.Text(cell["source"])))
            {
                try { TexToMathMl.Convert(tex, display); }
                catch (TexException e) { faults.Add(e.Message); }
            }
        }

        return faults;
    }
}
