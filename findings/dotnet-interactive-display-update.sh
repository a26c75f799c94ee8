#!/usr/bin/env bash
# What display(…) returns updates another display than the one that it made.
#
# Packages: Microsoft.DotNet.Interactive.CSharp 1.0.0-beta.26120.1.
# One would guess: one id: Update changes what display has shown, as its documentation's progress displays do.
# Seen: display publishes under one id and Update under another, which no front end has; the call through the context keeps one.
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
    <PackageReference Include="Microsoft.DotNet.Interactive.CSharp" Version="1.0.0-beta.26120.1" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

using var kernel = new CompositeKernel { new CSharpKernel().UseKernelHelpers() };
var ids = new List<string>();
using var subscription = kernel.KernelEvents.Subscribe(happened =>
{
    if (happened is DisplayedValueProduced or DisplayedValueUpdated)
        ids.Add(((DisplayEvent)happened).ValueId);
});
foreach (var display in new[] { "display(\"first\")", "KernelInvocationContext.Current.Display(\"first\", \"text/plain\")" })
{
    ids.Clear();
    await kernel.SendAsync(new SubmitCode($"using Microsoft.DotNet.Interactive; {display}.Update(\"second\");"));
    Console.WriteLine($"{display.Split('(')[0]}: {ids.Count} events, {ids.Distinct().Count()} ids");
}
END

cat >expected <<'END'
display: 2 events, 2 ids
KernelInvocationContext.Current.Display: 2 events, 1 ids
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: an update that no display receives."
