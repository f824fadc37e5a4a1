#!/usr/bin/env python3
"""Bags of the words that a page truly says, without saying them.

Usage: bench/word_bags.py TRUTH_FOLDER SCANS_FOLDER > bench/word-bags.jsonl

Real records may not be given away, nor may their texts, yet what was measured on them
should be repeatable by whoever has them. So a person types what is printed on a page, and
only hashes of the words are kept: one JSON object a page,

    {"scan": SHA-256 of the scan's file, "page": 1, "words": 512, "bag": ["09af31c2", ...]}

A word's hash is the first 32 bits of HMAC-SHA-256 over its UTF-8 bytes, keyed with
SHA-256("word bag" + the scan's bytes): without the scan the key is not known, and the few
thousand words of the language cannot be tried one after another. The bag is sorted, a word
that stands twice on the page stands twice in it.

A word is what stands between white space, in NFC, with everything at its ends taken off
that is neither a letter nor a decimal digit; case counts, marks count. What is left empty
is no word. Truth and reading are treated alike.

TRUTH_FOLDER holds a text for every page, SHA256-OF-THE-SCAN-p1.txt, typed from the picture
of the page by these rules:
  - everything printed on the page, exactly as printed, mistakes of the writer included,
    whatever the order; words that the line breaks at a hyphen stay broken;
  - numbers and days set in by a machine are print;
  - not: handwriting, signatures, seals, stamps of any kind, blocks of digital signatures,
    page numbers, dots and rules to write on.
"""
import collections
import hashlib
import hmac
import json
import pathlib
import sys
import unicodedata


def words(text):
    found = []
    for word in unicodedata.normalize("NFC", text).split():
        while word and not _counts(word[0]):
            word = word[1:]
        while word and not _counts(word[-1]):
            word = word[:-1]
        if word:
            found.append(word)
    return found


def _counts(character):
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Nd"


def key_of(scan_bytes):
    return hashlib.sha256(b"word bag" + scan_bytes).digest()


def bag_of(text, key):
    return sorted(hmac.new(key, word.encode(), "sha256").hexdigest()[:8] for word in words(text))


def matches(bag, other):
    """How many words are in both, each as often as in the poorer of the two."""
    return sum((collections.Counter(bag) & collections.Counter(other)).values())


def load(path):
    """The bags by scan: {sha256: [{"page", "words", "bag"}, ...]}."""
    bags = {}
    for line in pathlib.Path(path).read_text().splitlines():
        row = json.loads(line)
        bags.setdefault(row["scan"], []).append(row)
    return bags


def is_for_choosing(scan_sha256):
    """Pages are split by chance and for ever: on those whose scan's sum begins with 0 to 7
    errors may be looked at and methods chosen, the others only confirm."""
    return scan_sha256[0] < "8"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    truths, scans = map(pathlib.Path, sys.argv[1:])
    for scan in sorted(path for path in scans.iterdir() if path.is_file()):
        content = scan.read_bytes()
        name = hashlib.sha256(content).hexdigest()
        for truth in sorted(truths.glob(f"{name}-p*.txt")):
            bag = bag_of(truth.read_text(), key_of(content))
            print(json.dumps({"scan": name, "page": int(truth.stem.rpartition("-p")[2]),
                              "words": len(bag), "bag": bag}))


if __name__ == "__main__":
    main()
