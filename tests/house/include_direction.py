#!/usr/bin/env python3
"""Checks that the map of the house is the house.

Usage: include_direction.py ROOT

1. A folder includes only folders that its sohoa_folder(... USES ...) names.
2. Third-party headers that live in one folder appear only in its .cpp files.
"""
import pathlib
import re
import sys

# Header prefix -> the one folder where that library lives; a path names a tool inside a folder.
HOMES = {
    "allheaders.h": {"image"},
    "tiffio.h": {"image"},
    "jpeglib.h": {"image"},
    "tesseract/": {"ocr"},
    "qpdf/": {"pdf"},
    "archive.h": {"archive"},
    "archive_entry.h": {"archive"},
    "sodium.h": {"archive"},
    "openssl/": {"archive"},
    "sqlite3.h": {"index"},
    "sane/": {"scanner"},
    "CLI/": {"cli", "ocr/model"},
    "spdlog/": {"cli"},
    "toml++/": {"pipeline"},
    "utf8proc.h": {"document"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def used_folders(cmake_text, name):
    """The folders that this folder's link line names, or None without one."""
    call = re.search(r"sohoa_folder\(\s*" + name + r"\b(.*?)\)", cmake_text, re.S)
    if not call:
        return None
    uses = re.search(r"\bUSES\b(.*?)(?:\bPRIVATE_LIBS\b|$)", call.group(1), re.S)
    return set(uses.group(1).split()) if uses else set()


def check_file(folder, place, path, text, uses, folders):
    for quote, header in INCLUDE.findall(text):
        if quote == '"':
            top = header.split("/")[0]
            if top in folders and top != folder and top not in uses:
                yield f"{path}: includes {header}, but {folder} does not link {top}"
            continue
        for prefix, homes in HOMES.items():
            if not header.startswith(prefix):
                continue
            if not homes & {folder, place}:
                yield f"{path}: <{header}> lives in {', '.join(sorted(homes))}"
            elif path.suffix == ".h":
                yield f"{path}: <{header}> belongs in a .cpp file"


def findings(root):
    root = pathlib.Path(root)
    uses = {}
    for cmake in sorted(root.glob("*/CMakeLists.txt")):
        named = used_folders(cmake.read_text(), cmake.parent.name)
        if named is not None:
            uses[cmake.parent.name] = named
    for folder in uses:
        for path in sorted((root / folder).glob("**/*")):
            if path.suffix in (".h", ".cpp"):
                place = path.parent.relative_to(root).as_posix()
                yield from check_file(folder, place, path, path.read_text(), uses[folder],
                                      set(uses))
    if not uses:
        yield f"{root}: no sohoa_folder() found"


if __name__ == "__main__":
    found = list(findings(sys.argv[1]))
    print("\n".join(found) or "all includes follow the link lines")
    sys.exit(1 if found else 0)
