#!/usr/bin/env bash
# Every test from a fresh clone. The last line counts them: "N passed, N failed, N skipped".
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if [ "$(id -u)" = 0 ]; then
    bash "$root/.ci/setup.sh" python3-torch || exit 1        # the oracle
else
    bash "$root/.ci/setup.sh" || exit 1
fi

dotnet build "$root/KdGen.sln" -c Release --nologo -v q || exit 1

results="$root/artifacts/test-results"
rm -rf "$results"
status=0 passed=0 failed=0 skipped=0
for project in "$root"/tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    echo "== $name"
    dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=$name.trx" --results-directory "$results" || status=1
    counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null) || { echo "$name did not finish"; failed=$((failed + 1)); status=1; continue; }
    count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<< "$counters"; }
    passed=$((passed + $(count passed)))
    failed=$((failed + $(count failed)))
    skipped=$((skipped + $(count total) - $(count executed)))
done
[ "$failed" -eq 0 ] || status=1

echo
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
