#!/usr/bin/env bash
# In a C# script, a #r or #load inside an #if that is left out is carried out.
#
# Packages: Microsoft.CodeAnalysis.CSharp.Scripting 5.12.0.
# One would guess: what stands in an inactive branch is skipped, as all other directives and code there are.
# Seen: the assembly and the file are looked for, and the script does not compile where they are absent. An #error in the same place is skipped.
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
    <PackageReference Include="Microsoft.CodeAnalysis.CSharp.Scripting" Version="5.12.0" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

foreach (var directive in new[] { "#error not reached", "#r \"absent.dll\"", "#load \"absent.csx\"" })
{
    string result;
    try
    {
        result = $"{await CSharpScript.EvaluateAsync<int>($"#if NEVER_DEFINED\n{directive}\n#endif\n1 + 1")}";
    }
    catch (CompilationErrorException e)
    {
        result = e.Diagnostics[0].Id;
    }
    Console.WriteLine($"{directive}: {result}");
}
END

cat >expected <<'END'
#error not reached: 2
#r "absent.dll": CS0006
#load "absent.csx": CS1504
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: a reference in a branch that is left out is resolved."
