"""Checks what a record says of itself with Python's own library only.

independent_check.py RECORD_FOLDER: record.json is JSON that names the original as it is,
premis.xml is well-formed PREMIS 3 whose checksums are those of the files, ALTO is well-formed.
Prints what does not hold and ends with 1.
"""
import hashlib
import json
import pathlib
import re
import sys
import tarfile
import xml.etree.ElementTree as ET

PREMIS = "{http://www.loc.gov/premis/v3}"
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
findings = []


def record_id(sha256_hex):
    """The first 80 bits in Crockford's base32, as docs/archive-format.md says."""
    bits = int(sha256_hex, 16) >> (256 - 80)
    return "".join(CROCKFORD[bits >> (75 - 5 * i) & 31] for i in range(16))


def members_of(folder):
    """Payload by path, the newest version last: later members take the place of earlier ones."""
    members = {}
    tars = sorted(folder.glob("v*.tar"), key=lambda path: int(path.stem[1:]))
    for path in tars:
        with tarfile.open(path) as tar:
            for entry in tar:
                name = entry.name.split("/", 1)[1]
                if name.startswith("data/"):
                    members[name] = tar.extractfile(entry).read()
    return members


def check_record(members, identifier):
    record = json.loads(members["data/metadata/record.json"])
    originals = [name for name in members if name.startswith("data/original/")]
    if len(originals) != 1:
        findings.append(f"{len(originals)} originals")
        return
    original = members[originals[0]]
    sha256 = hashlib.sha256(original).hexdigest()
    if record_id(sha256) != identifier:
        findings.append("the id is not that of the original's bytes")
    if record["id"] != identifier:
        findings.append(f"record.json is that of {record['id']}")
    said = record["original"]
    if said["sha256"] != sha256 or said["bytes"] != len(original):
        findings.append("record.json says another checksum or length of the original")
    if originals[0] != "data/original/" + said["name"]:
        findings.append("record.json says another name of the original")
    texts = [name for name in members if re.fullmatch(r"data/text/p\d{4,}\.json", name)]
    if len(texts) != record["pages"]:
        findings.append(f"{record['pages']} pages are said, {len(texts)} are there")
    for name, field in record["fields"].items():
        if set(field) < {"value", "confidence", "page", "box", "evidence"}:
            findings.append(f"the field {name} lacks a part")
    for name in texts:
        json.loads(members[name])


def check_premis(members):
    root = ET.fromstring(members["data/metadata/premis.xml"])
    if root.tag != PREMIS + "premis" or root.get("version") != "3.0":
        findings.append("premis.xml is not PREMIS 3")
    order = [child.tag.removeprefix(PREMIS) for child in root]
    if order != sorted(order, key=["object", "event", "agent", "rights"].index):
        findings.append("premis.xml: objects, events and agents are not in the schema's order")
    for fixity in root.iter(PREMIS + "fixity"):
        algorithm = fixity.findtext(PREMIS + "messageDigestAlgorithm").replace("-", "").lower()
        said = fixity.findtext(PREMIS + "messageDigest")
        found = {hashlib.new(algorithm, content).hexdigest() for content in members.values()}
        if said not in found:
            findings.append(f"premis.xml: no file has the {algorithm} {said}")
    known = {node.text for node in root.iter(PREMIS + "agentIdentifierValue")}
    for event in root.iter(PREMIS + "event"):
        if not event.findtext(PREMIS + "eventType") or not event.findtext(PREMIS + "eventDateTime"):
            findings.append("premis.xml: an event without type or time")
        for link in event.iter(PREMIS + "linkingAgentIdentifierValue"):
            if link.text not in known:
                findings.append(f"premis.xml: the agent {link.text} is not described")
    if not list(root.iter(PREMIS + "event")):
        findings.append("premis.xml: no event")


def check_alto(members):
    for name, content in members.items():
        if name.endswith(".alto.xml"):
            root = ET.fromstring(content)
            if not root.tag.endswith("}alto"):
                findings.append(f"{name} is not ALTO")


folder = pathlib.Path(sys.argv[1])
everything = members_of(folder)
check_record(everything, folder.name)
check_premis(everything)
check_alto(everything)
print("\n".join(findings), end="")
sys.exit(1 if findings else 0)
