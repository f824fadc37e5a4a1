#!/bin/sh
# Proves a record of an archive without any code of sohoa: tar, sha256sum, sha512sum,
# find, sort, sed, awk and diff only, after what docs/archive-format.md says.
#   independent_check.sh FOLDER    FOLDER holds v1.tar, v2.tar… of one record
# Prints what does not hold and ends with 1; prints nothing and ends with 0 when all does.
set -u
record=$(cd "$1" && pwd) || exit 2
id=$(basename "$record")
work=$(mktemp -d) || exit 2
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
export LC_ALL=C
bad=0
fail() { echo "$id: $1"; bad=1; }

# The lines of a manifest as a checksum tool wants them: %25, %0D and %0A are spelled out by
# RFC 8493; only %25 can occur in these bags.
plain() { sed 's/%25/%/g' "$1"; }

check_sums() { # list tool
  plain "$1" | "$2" --check --strict --quiet - 2>&1 || fail "$version: $1 does not hold"
}

check_listed() { # list folder-expression
  plain "$1" | sed 's/^[0-9a-f]*  //' | sort > "$work/listed"
  sort "$2" > "$work/there"
  diff "$work/listed" "$work/there" > "$work/diff" || fail "$version: $1 against what is there: $(head -3 "$work/diff" | tr '\n' ' ')"
}

check_bag() { # vN.tar
  version=$1
  tar -tf "$record/$version" > "$work/names" || fail "$version: tar cannot list it"
  grep -v "^$id/" "$work/names" && fail "$version: a member stands outside $id/"
  grep -E '(^|/)\.\.?(/|$)|^/' "$work/names" && fail "$version: a path leads outside"
  tar -tvf "$record/$version" | grep -v '^-r--r--r-- 0/0 ' && fail "$version: not a plain read-only file of owner 0"
  mkdir "$work/$version"
  tar -xf "$record/$version" -C "$work/$version" || fail "$version: tar cannot unpack it"
  cd "$work/$version/$id" || { fail "$version: no folder $id"; return; }
  printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | diff - bagit.txt > /dev/null || fail "$version: bagit.txt"
  for sum in sha256 sha512; do
    check_sums "tagmanifest-$sum.txt" "${sum}sum"
    check_sums "manifest-$sum.txt" "${sum}sum"
    find data -type f > "$work/payload"
    check_listed "manifest-$sum.txt" "$work/payload"
    find . -maxdepth 1 -type f ! -name 'tagmanifest-*' | sed 's/^..//' > "$work/tags"
    check_listed "tagmanifest-$sum.txt" "$work/tags"
  done
  find . ! -type f ! -type d | grep . && fail "$version: links or devices"
  oxum=$(find data -type f -exec wc -c {} \; | awk '{ n += $1; ++files } END { printf "%d.%d", n, files }')
  grep -qx "Payload-Oxum: $oxum" bag-info.txt || fail "$version: Payload-Oxum is not $oxum"
  grep -qx "External-Identifier: $id" bag-info.txt || fail "$version: External-Identifier"
  check_kept
}

# What a later version keeps: earlier bags beside it, by the checksum of the tar and by a
# list of the members in it.
check_kept() {
  sed -n 's/^Sohoa-Keeps: //p' bag-info.txt > "$work/keeps"
  while read -r name sum; do
    echo "$sum  $record/$name" | sha256sum --check --status || fail "$version: $name is not the bag that it keeps"
    short=${name%%.tar*}
    for kind in sha256 sha512; do
      list=$PWD/kept-$short-$kind.txt
      (cd "$work/$name/$id" && plain "$list" | "${kind}sum" --check --strict --quiet -) 2>&1 ||
        fail "$version: $list does not hold in $name"
    done
  done < "$work/keeps"
}

# Exactly one original over all versions that the newest one keeps, and its checksum is the id's.
check_original() {
  find "$work" -path "*/$id/data/original/*" -type f > "$work/originals"
  [ "$(wc -l < "$work/originals")" = 1 ] || fail "there are $(wc -l < "$work/originals") originals"
}

for number in $(ls "$record" | sed -n 's/^v\([0-9]*\)\.tar$/\1/p' | sort -n); do
  check_bag "v$number.tar"
done
check_original
exit $bad
