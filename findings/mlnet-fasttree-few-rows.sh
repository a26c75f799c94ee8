#!/usr/bin/env bash
# FastTree regression on fewer than 20 rows predicts 0.
#
# Packages: Microsoft.ML 5.0.1, Microsoft.ML.FastTree 5.0.1.
# One would guess: at least the mean of the labels, 100 here; or an error.
# Seen: with 19 rows it predicts 0 for every row, with 20 it predicts 100, and says nothing.
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
    <PackageReference Include="Microsoft.ML.FastTree" Version="5.0.1" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using Microsoft.ML;
using Microsoft.ML.Data;

foreach (var rows in new[] { 19, 20 })
{
    var context = new MLContext(1);
    var view = context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row { Features = [i], Label = 100 }));
    var model = context.Regression.Trainers.FastTree().Fit(view);
    var scores = context.Data.CreateEnumerable<Scored>(model.Transform(view), reuseRowObject: false).Select(row => row.Score).ToArray();
    Console.WriteLine(FormattableString.Invariant($"{rows} rows: predictions from {scores.Min():0} to {scores.Max():0}"));
}

sealed class Row { [VectorType(1)] public float[] Features { get; set; } = []; public float Label { get; set; } }
sealed class Scored { public float Score { get; set; } }
END

cat >expected <<'END'
19 rows: predictions from 0 to 0
20 rows: predictions from 100 to 100
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: with 19 rows it predicts 0 for every row, with 20 it predicts 100, and says nothing."
