#!/usr/bin/env python3
"""Checks a package after E-ARK CSIP with nothing but the standard library.

Usage: check_package.py ZIP

Every file that a METS names is there with the length and SHA-256 it says; every
file of the zip is named by one of them; every reference between ids resolves;
ids are unique; names are safe. Prints what is wrong; exit status 1 then.
"""
import hashlib
import posixpath
import sys
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile

METS = "{http://www.loc.gov/METS/}"
XLINK = "{http://www.w3.org/1999/xlink}"


def references(tree):
    """Elements with a location, and the element that holds length and checksum."""
    for ref in tree.iter(METS + "mdRef"):
        yield ref.get(XLINK + "href"), ref
    for file in tree.iter(METS + "file"):
        for place in file.iter(METS + "FLocat"):
            yield place.get(XLINK + "href"), file
    for pointer in tree.iter(METS + "mptr"):
        yield pointer.get(XLINK + "href"), None


def check_mets(package, name, seen):
    tree = ET.fromstring(package.read(name))
    ids = [element.get("ID") for element in tree.iter() if element.get("ID")]
    if len(ids) != len(set(ids)):
        yield f"{name}: an ID stands twice"
    for element in tree.iter():
        for attribute in ("FILEID", "DMDID", "ADMID"):
            for target in (element.get(attribute) or "").split():
                if target not in ids:
                    yield f"{name}: {attribute} names {target}, which is nowhere"
    folder = posixpath.dirname(name)
    for href, described in references(tree):
        path = posixpath.join(folder, urllib.parse.unquote(href))
        if path not in package.namelist():
            yield f"{name}: {path} is missing"
            continue
        seen.add(path)
        if described is None:
            yield from check_mets(package, path, seen)
            continue
        data = package.read(path)
        if int(described.get("SIZE")) != len(data):
            yield f"{name}: {path} has another length"
        if described.get("CHECKSUMTYPE") != "SHA-256":
            yield f"{name}: {path} has no SHA-256"
        if described.get("CHECKSUM") != hashlib.sha256(data).hexdigest():
            yield f"{name}: {path} has another checksum"
        if path.endswith((".xml", ".xsd")):
            ET.fromstring(data)


def findings(file):
    package = zipfile.ZipFile(file)
    if bad := package.testzip():
        yield f"{bad}: CRC"
    names = package.namelist()
    tops = {name.split("/")[0] for name in names}
    if len(tops) != 1 or len(names) != len(set(names)):
        yield "not one top folder, or a name twice"
    if any(".." in name.split("/") or name.startswith("/") for name in names):
        yield "a dangerous name"
    root = tops.pop() + "/METS.xml"
    seen = {root}
    yield from check_mets(package, root, seen)
    for name in set(names) - seen:
        yield f"{name}: no METS names it"


if __name__ == "__main__":
    found = list(findings(sys.argv[1]))
    print("\n".join(found) or "the package is whole")
    sys.exit(1 if found else 0)
