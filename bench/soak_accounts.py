"""The proof of bench/soak: where everything is that was ever dropped.

Read without sohoa wherever that is possible: bags with tarfile, the ledger and the
catalogue as they lie on the disk, and every file hashed anew.
"""
import collections
import hashlib
import json
import os
import pathlib
import re
import sqlite3
import stat
import subprocess
import tarfile

WORKER_DEATHS = ("worker_died", "all_pages_unreadable")
LOCK = re.compile(r"work/(lock|watch\.lock|taking|room(-\w+)?)")


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def files_below(folder):
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield pathlib.Path(place) / name


class Drops:
    """What was dropped: bytes by SHA-256, how often, and what must become of them."""

    def __init__(self):
        self.files = collections.Counter()   # instances in the inbox
        self.must = {}                       # archived, aside, refused, secret, package
        self.package_of = {}                 # of a member of an archive file
        self.names = {}
        self.odd = 0                         # links and pipes
        self.left_alone = {}                 # hidden and temporary files: path -> sha256

    def add(self, data, must, name):
        digest = hashlib.sha256(data).hexdigest()
        self.files[digest] += 1
        self.must.setdefault(digest, must)
        self.names.setdefault(digest, name)
        return digest

    def add_member(self, data, name, package):
        digest = hashlib.sha256(data).hexdigest()
        self.package_of[digest] = package
        self.must.setdefault(digest, "archived")
        self.names.setdefault(digest, name)


class Accounts:
    def __init__(self, archive, sohoa, key, scratch):
        self.archive = pathlib.Path(archive)
        self.sohoa, self.key, self.scratch = sohoa, key, pathlib.Path(scratch)
        self.bags = collections.Counter()
        self.unreadable_pages = 0
        for bag in files_below(self.archive / "store"):
            if bag.name == "v1.tar":
                self.bags[self.original_in(bag)] += 1
        self.reasons, self.aside = self.put_aside()
        self.sealed = self.unseal()
        self.left = {place: collections.Counter() for place in ("done", "refused", "inbox")}
        self.odd_refused = 0
        self.without_note = []
        self.count_left()
        self.ledger, self.taken_in = self.ingests()
        catalogue = sqlite3.connect(self.archive / "catalogue.db")
        self.rows = collections.Counter(row[0] for row in
                                        catalogue.execute("SELECT sha256 FROM records"))
        self.queued = catalogue.execute("SELECT count(*) FROM queue").fetchone()[0]
        catalogue.close()

    def original_in(self, bag):
        with tarfile.open(bag) as tar:
            for member in tar:
                parts = member.name.split("/")
                if member.isfile() and parts[1:3] == ["data", "original"]:
                    return hashlib.sha256(tar.extractfile(member).read()).hexdigest()
        return f"no original in {bag}"

    def put_aside(self):
        reasons, copies = {}, collections.Counter()
        for file in files_below(self.archive / "quarantine" / "failed"):
            if file.suffix == ".json" and file.with_suffix("").exists():
                note = json.loads(file.read_text())
                reasons[note["sha256"]] = note["reason"]
            else:
                copies[sha256_of(file)] += 1
        return reasons, copies

    def unseal(self):
        opened = collections.Counter()
        target = self.scratch / "unsealed"
        for file in (self.archive / "quarantine" / "secret").glob("*.sealed"):
            subprocess.run([self.sohoa, "unseal", file, "--key", self.key, "-o", target],
                           check=True, stdout=subprocess.DEVNULL)
            opened[sha256_of(target)] += 1
            target.unlink()
        return opened

    def count_left(self):
        for place, counter in self.left.items():
            for file in files_below(self.archive / place):
                note = file.with_name(file.name + ".ly-do.txt")
                if place == "refused" and not file.name.endswith(".ly-do.txt") and not note.exists():
                    self.without_note.append(file)
                if not stat.S_ISREG(file.lstat().st_mode):
                    self.odd_refused += place == "refused"
                    counter["odd"] += place != "refused"
                elif not file.name.endswith(".ly-do.txt"):
                    counter[sha256_of(file)] += 1

    def ingests(self):
        """By SHA-256: all lines that name a record, and those that say it was taken in. A
        run that completes what a killed one began adds a line of its own that says so."""
        named, taken = collections.Counter(), collections.Counter()
        for file in files_below(self.archive / "ledger"):
            if file.suffix == ".jsonl":
                for line in file.read_text().splitlines():
                    act = json.loads(line)
                    if act["act"] == "ingest":
                        named[act["sha256"]] += 1
                        taken[act["sha256"]] += act["detail"] == "taken in"
        return named, taken

    def lost(self, drops):
        """Bytes that are nowhere, or files that are neither released nor sealed."""
        for digest, must in drops.must.items():
            kept = self.bags[digest] or self.aside[digest] or self.sealed[digest]
            kept = kept or self.aside[drops.package_of.get(digest)]
            in_refused = self.left["refused"][digest]
            if not (kept or in_refused or (must == "package" and self.left["done"][digest])):
                yield f"lost: {drops.names[digest]!r} ({digest[:16]}, {must})"
        for digest, count in drops.files.items():
            found = self.left["done"][digest] + self.left["refused"][digest]
            if found < count and not self.sealed[digest]:
                yield (f"lost: {drops.names[digest]!r} ({digest[:16]}): dropped {count} times,"
                       f" {found} let go")
        if self.odd_refused < drops.odd:
            yield f"lost: {drops.odd - self.odd_refused} links or pipes"

    def twice(self, drops):
        for what, counter in (("bags", self.bags), ("rows", self.rows), ("ledger", self.taken_in),
                              ("seals", self.sealed)):
            for digest, count in counter.items():
                if count > 1:
                    yield f"twice: {drops.names.get(digest)!r} ({digest[:16]}): {count} {what}"
        for digest, count in drops.files.items():
            found = self.left["done"][digest] + self.left["refused"][digest]
            if found > count:
                yield f"twice: {drops.names[digest]!r} dropped {count} times, let go {found} times"

    def aside_for(self, *reasons):
        return sum(reason in reasons for reason in self.reasons.values())

    def strange(self, drops, kills, worker_kills):
        """Everything else that should not be. A good file may rightly be put aside, with its
        reason, that was at work in ten deaths of the program, or four times in a row lost its
        worker; and only where so many were killed: at one death of the program at most three
        files are at work (the pages of an archive file as one), at one of a worker one is."""
        if self.aside_for("gave_up") * 10 > kills * 3:
            yield f"{self.aside_for('gave_up')} files given up for {kills} deaths"
        if self.aside_for(*WORKER_DEATHS) * 4 > worker_kills:
            yield f"{self.aside_for(*WORKER_DEATHS)} lost their worker; {worker_kills} were killed"
        for file in self.without_note:
            yield f"refused without a note: {file}"
        for digest in {*self.bags, *self.aside, *self.sealed, *self.left["done"]}:
            if digest not in drops.must:
                yield f"never dropped like this, yet taken in: {digest[:16]}"
        for digest, must in drops.must.items():
            where = ("archived" if self.bags[digest] else "secret" if self.sealed[digest] else
                     "aside" if self.aside[digest] else "refused")
            if where == "refused" and self.aside[drops.package_of.get(digest)]:
                continue  # the whole archive file was put aside
            reason = self.reasons.get(digest, "no reason")
            if must not in (where, "package") and reason not in ("gave_up", *WORKER_DEATHS):
                yield f"{must} expected, {where} found: {drops.names[digest]!r}, {reason}"
        for digest in self.aside:
            if digest not in self.reasons:
                yield f"no reason beside {digest[:16]} in quarantine/failed"
        if set(self.bags) != set(self.rows) or set(self.bags) != {*(+self.ledger)}:
            yield (f"{len(self.bags)} bags, {len(self.rows)} rows and {len(+self.ledger)} lines of"
                   " the ledger do not name the same records")
        alone = {path: digest for path, digest in drops.left_alone.items()}
        for path, digest in alone.items():
            if not path.exists() or sha256_of(path) != digest:
                yield f"taken although hidden or unfinished: {path}"
        waiting = sum(self.left["inbox"].values()) - len(alone)
        if waiting:
            yield f"{waiting} files are still in the inbox"
        if self.queued:
            yield f"{self.queued} rows are still in the queue"
        for file in files_below(self.archive / "work"):
            if not LOCK.fullmatch(str(file.relative_to(self.archive))):
                yield f"left behind: {file}"
        for file in files_below(self.archive):
            if file.name.startswith(".sohoa-leaving-") or (
                    file.name.startswith(".") and file.name.endswith(".part")
                    and "inbox" not in file.parts):
                yield f"left behind: {file}"

    def verified(self):
        ran = subprocess.run([self.sohoa, "--archive", self.archive, "verify"],
                             capture_output=True, text=True)
        return ran.returncode == 0, ran.stdout + ran.stderr

    def figures(self, drops):
        good = [digest for digest in drops.files if self.bags[digest]]
        return [("archived", len(self.bags)),
                ("duplicates", sum(drops.files[digest] - 1 for digest in good)),
                ("quarantined", len(self.aside)),
                ("of these after ten deaths of the program", self.aside_for("gave_up")),
                ("of these after four of their workers", self.aside_for(*WORKER_DEATHS)),
                ("sealed as suspected secrets", len(self.sealed)),
                ("refused", sum(self.left["refused"].values()) + self.odd_refused)]
