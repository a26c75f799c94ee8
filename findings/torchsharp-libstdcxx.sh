#!/usr/bin/env bash
# TorchSharp's native bridge asks for GCC 13's libstdc++, for one symbol that it never uses.
#
# Packages: TorchSharp 0.107.0 (libtorch 2.10.0 itself needs GLIBCXX_3.4.26 and less).
# One would guess: it loads wherever libtorch does.
# Seen: libLibTorchSharp.so names the version GLIBCXX_3.4.32, which Debian 12 and Ubuntu 22.04 do not have; the loader refuses it there. The one symbol of that version,
# std::ios_base_library_init, is undefined and no relocation refers to it, so that the loader never looks it up.
#
# Installs the package into a temporary folder and reads the file with readelf (binutils). Prints what was seen; ends with 1 once that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="TorchSharp" Version="0.107.0" />
  </ItemGroup>
</Project>
END

cat >expected <<'END'
version need: GLIBCXX_3.4.32
symbols of that version: _ZSt21ios_base_library_initv
relocations that name it: 0
END

dotnet restore --verbosity quiet --packages packages >restore.log || { cat restore.log; exit 1; }
bridge=$(find packages -path '*linux-x64*' -name libLibTorchSharp.so)
{
  echo "version need: $(readelf --version-info "$bridge" | grep -o 'GLIBCXX_3.4.32' | sort -u)"
  echo "symbols of that version: $(readelf --dyn-syms --wide "$bridge" | grep -o '[^ ]*@GLIBCXX_3.4.32' | cut -d @ -f 1 | sort -u)"
  echo "relocations that name it: $(readelf --relocs --wide "$bridge" | grep -c ios_base_library_init || true)"
} | tee seen
diff -u expected seen && echo "As found: a version is needed of which no symbol is used."
