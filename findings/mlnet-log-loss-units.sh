#!/usr/bin/env bash
# The log-loss of two classes is in bits, that of many classes in nats.
#
# Packages: Microsoft.ML 5.0.1.
# One would guess: one unit for both.
# Seen: the same probabilities of two classes cost 1 as binary classification and 0.6931 as multiclass.
#
# Installs these packages into a temporary folder and runs them alone. Prints what was seen; ends with 1 once that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <SelfContained>false</SelfContained>
    <InvariantGlobalization>true</InvariantGlobalization>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML" Version="5.0.1" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using Microsoft.ML;
using Microsoft.ML.Data;

var context = new MLContext(1);
Two[] two = [new() { Label = true, Score = 0.1f, Probability = 0.5f, PredictedLabel = true }, new() { Label = false, Score = -0.1f, Probability = 0.5f }];
var binary = context.BinaryClassification.Evaluate(context.Data.LoadFromEnumerable(two));
Many[] many = [new() { Class = "a", Score = [0.5f, 0.5f], Called = "a" }, new() { Class = "b", Score = [0.5f, 0.5f], Called = "a" }];
var view = context.Data.LoadFromEnumerable(many);
var keyed = context.Transforms.Conversion.MapValueToKey("Label", "Class").Append(context.Transforms.Conversion.MapValueToKey("PredictedLabel", "Called", keyData: context.Data.LoadFromEnumerable(new[] { new Name { Value = "a" }, new Name { Value = "b" } })))
    .Fit(view).Transform(view);
var multi = context.MulticlassClassification.Evaluate(keyed);
Console.WriteLine(FormattableString.Invariant($"binary: {binary.LogLoss:0.0000}"));
Console.WriteLine(FormattableString.Invariant($"multiclass: {multi.LogLoss:0.0000}"));

sealed class Two { public bool Label { get; set; } public float Score { get; set; } public float Probability { get; set; } public bool PredictedLabel { get; set; } }
sealed class Many { public string Class { get; set; } = ""; [VectorType(2)] public float[] Score { get; set; } = []; public string Called { get; set; } = ""; }
sealed class Name { public string Value { get; set; } = ""; }
END

cat >expected <<'END'
binary: 1.0000
multiclass: 0.6931
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: the same probabilities of two classes cost 1 as binary classification and 0.6931 as multiclass."
