#!/usr/bin/env bash
# An empty number in a text file is read as 0.
#
# Packages: Microsoft.ML 5.0.1.
# One would guess: NaN, the missing value of ML.NET, which its ReplaceMissingValues looks for; or an error.
# Seen: 0, which nothing tells apart from a measured 0. TextLoader.Options.MissingRealsAsNaNs, false by default, changes that.
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

File.WriteAllText("rows.csv", "1,2\n,4\n");
var context = new MLContext(1);
foreach (var missingAsNaN in new[] { false, true })
{
    var options = new TextLoader.Options { Separators = [','], MissingRealsAsNaNs = missingAsNaN, Columns = [new("A", DataKind.Single, 0), new("B", DataKind.Single, 1)] };
    var view = context.Data.LoadFromTextFile("rows.csv", options);
    Console.WriteLine(FormattableString.Invariant($"MissingRealsAsNaNs = {missingAsNaN}: {string.Join(" ", view.GetColumn<float>("A"))}"));
}
END

cat >expected <<'END'
MissingRealsAsNaNs = False: 1 0
MissingRealsAsNaNs = True: 1 NaN
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: 0, which nothing tells apart from a measured 0."
