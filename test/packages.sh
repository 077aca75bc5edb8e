#!/bin/sh
# packages.sh KIND: prints the packages whose tests need nothing but Go (pure), XLA (xla), the notebooks' kernel
# (kernel), or Chromium (browser).
# A package's tests need what they import, directly or not.
cd "$(dirname "$0")/.." || exit 1
case $1 in
    pure | xla | kernel | browser) ;;
    *) echo "packages.sh: want pure, xla, kernel or browser, not \"$1\"" >&2; exit 1 ;;
esac
tests=$(go list -test -f '{{if eq .Name "main"}}{{.ImportPath}} {{join .Deps " "}}{{end}}' ./...) || exit 1
printf '%s\n' "$tests" | awk -v wanted="$1" '$1 ~ /\.test$/ {
    kind = / github\.com\/gomlx\/go-xla/ ? "xla" : "pure"
    if (/ nexttoken\/test\/kernel/) kind = "kernel"
    if (/ github\.com\/chromedp\//) kind = "browser"
    if (kind == wanted) print substr($1, 1, length($1) - 5)
}'
