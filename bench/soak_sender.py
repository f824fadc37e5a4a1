"""Whoever drops files into the watch folder of bench/soak, in all the ways that people
and servers do."""
import collections
import ctypes
import hashlib
import os
import shutil
import time

from soak_accounts import sha256_of
from soak_files import name_for

LIBC = ctypes.CDLL(None, use_errno=True)
AT_FDCWD, RENAME_NOREPLACE, RENAME_EXCHANGE = -100, 1, 2


def rename(source, target, flags):
    """False where the target's being there, or not, forbids it."""
    done = LIBC.renameat2(AT_FDCWD, os.fsencode(source), AT_FDCWD, os.fsencode(target), flags)
    return done == 0


class Sender:
    """Each drop is a generator that yields how many seconds pass before it goes on."""

    def __init__(self, inbox, outside, files, drops, source):
        self.inbox, self.outside = inbox, outside
        self.files, self.drops, self.random = files, drops, source
        self.number = 0
        self.sent = collections.deque(maxlen=40)  # good bytes, to be sent again
        self.kinds = collections.Counter()

    def next_name(self, suffix):
        self.number += 1
        return name_for(self.random, self.number, suffix)

    def staged(self, data):
        """A file outside the inbox on the same disk; throws OSError when that is full."""
        self.number += 1
        path = self.outside / f"staged{self.number}"
        try:
            path.write_bytes(data)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path

    def put(self, data, must, path, mode=0o644):
        staged = self.staged(data)
        staged.chmod(mode)
        path.parent.mkdir(parents=True, exist_ok=True)
        while not rename(staged, path, RENAME_NOREPLACE):
            path = path.with_name(f"{self.number}-{path.name}"[:200])
        self.drops.add(data, must, path.name)
        return path

    def good_again(self, data, suffix):
        self.sent.append((data, suffix))
        return data, suffix

    def plain(self):
        data, suffix = self.good_again(*self.files.good())
        self.put(data, "archived", self.inbox / self.next_name(suffix),
                 self.random.choice([0o644, 0o444, 0o400]))
        yield 0

    def in_folder(self):
        folder = self.inbox / f"Hồ sơ {self.random.randrange(6)}"
        folder /= self.random.choice(["", "tập 2"])
        data, suffix = self.files.good()
        self.put(data, "archived", folder / self.next_name(suffix))
        yield 0

    def cut(self):
        data, suffix = self.files.cut()
        self.put(data, "aside", self.inbox / self.next_name(suffix))
        yield 0

    def damaged(self):
        data, suffix = self.files.damaged()
        self.put(data, "aside", self.inbox / self.next_name(suffix))
        yield 0

    def worthless(self):
        data, suffix = self.files.worthless()
        self.put(data, "refused", self.inbox / self.next_name(suffix))
        yield 0

    def secret(self):
        data, suffix = self.files.secret()
        self.put(data, "secret", self.inbox / self.next_name(suffix))
        yield 0

    def duplicate(self):
        data, suffix = self.random.choice(self.sent) if self.sent else self.files.good()
        self.put(data, "archived", self.inbox / self.next_name(suffix))
        yield 0

    def temporary(self):
        data, suffix = self.files.good()
        target = self.inbox / self.next_name(suffix)
        hidden = target.with_name(f".{self.number}.filepart")
        try:
            hidden.write_bytes(data)
        except OSError:
            hidden.unlink(missing_ok=True)
            raise
        yield self.random.uniform(0.2, 4)
        while not rename(hidden, target, RENAME_NOREPLACE):
            target = target.with_name(f"{self.number}-{target.name}"[:200])
        self.drops.add(data, "archived", target.name)

    def growing(self):
        """From nothing, in pieces, with pauses longer than settle_seconds."""
        data, suffix = self.files.strip() if self.random.random() < 0.5 else self.files.good()
        if suffix == ".tif":
            data, suffix = self.files.strip()
        path = self.inbox / self.next_name(suffix)
        allocated = self.random.random() < 0.4
        pieces = self.random.randrange(2, 6)
        with open(path, "xb", buffering=0) as file:
            if allocated:
                file.truncate(len(data))
            for piece in range(pieces):
                yield self.random.uniform(0.2, 2.5)
                part = data[len(data) * piece // pieces:len(data) * (piece + 1) // pieces]
                while part:
                    try:
                        part = part[file.write(part):]
                    except OSError:  # the disk is full: a sender who waits
                        yield 1
        if self.random.random() < 0.5:
            long_ago = time.time() - self.random.randrange(10**8)
            try:
                os.utime(path, (long_ago, long_ago))  # as programs do that keep times
            except FileNotFoundError:
                pass
        self.drops.add(data, "archived", path.name)

    def replaced(self):
        """Another version under the same name; the one that lay there comes again elsewhere."""
        data, suffix = self.files.strip()
        slot = self.inbox / f"Báo cáo {self.random.randrange(3)}{suffix}"
        staged = self.staged(data)
        while True:
            if rename(staged, slot, RENAME_NOREPLACE):
                self.drops.add(data, "archived", slot.name)
                return
            if rename(staged, slot, RENAME_EXCHANGE):
                break
        self.drops.add(data, "archived", slot.name)
        yield 0
        rename(staged, self.inbox / self.next_name(suffix), RENAME_NOREPLACE)

    def folder(self):
        self.number += 1
        staged = self.outside / f"folder{self.number}"
        (staged / "phụ lục").mkdir(parents=True)
        made = []
        try:
            for place in (staged, staged, staged / "phụ lục"):
                data, suffix = self.files.strip()
                (place / self.next_name(suffix)).write_bytes(data)
                made.append((data, suffix))
        except OSError:
            shutil.rmtree(staged)
            raise
        staged.rename(self.inbox / f"Tập hồ sơ {self.number}")
        for data, suffix in made:
            self.drops.add(data, "archived", "in a folder" + suffix)
        yield 0

    def renamed(self):
        """A file, or the folder in which it lies, gets another name while it may be read."""
        data, suffix = self.good_again(*self.files.good())
        path = self.inbox / self.next_name(suffix)
        if self.random.random() < 0.4:
            path = self.inbox / f"Tên cũ {self.number}" / path.name
        path = self.put(data, "archived", path)
        yield self.random.uniform(0.5, 4)
        old = path if path.parent == self.inbox else path.parent
        rename(old, self.inbox / f"tên mới {self.number}{old.suffix}", RENAME_NOREPLACE)

    def crowd(self, count):
        """So many files at once, in one folder: some to be read, most of them worthless."""
        self.number += 1
        self.kinds["crowd"] += 1
        staged = self.outside / f"crowd{self.number}"
        staged.mkdir()
        made = []
        for number in range(count):
            kind = "archived" if number % 40 == 0 else "refused"
            data, suffix = self.files.strip() if kind == "archived" else self.files.worthless()
            (staged / f"{number:04d}{suffix}").write_bytes(data)
            made.append((data, kind, f"{number} of a crowd"))
        staged.rename(self.inbox / f"Cả lô {self.number}")
        for drop in made:
            self.drops.add(*drop)
        yield 0

    def package(self):
        members = [(f"trang {i}.png", self.files.strip()[0]) for i in range(2)]
        data = self.files.zipped(members)
        self.put(data, "package", self.inbox / self.next_name(".zip"))
        for name, member in members:
            self.drops.add_member(member, name, hashlib.sha256(data).hexdigest())
        yield 0

    def odd(self):
        self.number += 1
        path = self.inbox / f"liên kết {self.number}.pdf"
        kind = self.random.randrange(3)
        if kind == 0:
            path.symlink_to("/etc/passwd")
        elif kind == 1:
            path.symlink_to(self.inbox / "nowhere")
        else:
            os.mkfifo(path)
        self.drops.odd += 1
        yield 0

    KINDS = [("plain", 30), ("in_folder", 12), ("duplicate", 10), ("growing", 14), ("temporary", 8),
             ("replaced", 8), ("renamed", 8), ("cut", 5), ("damaged", 5), ("worthless", 5), ("folder", 3),
             ("package", 3), ("odd", 3), ("secret", 1)]

    def one(self):
        kind = self.random.choices([kind for kind, _ in self.KINDS],
                                   [weight for _, weight in self.KINDS])[0]
        self.kinds[kind] += 1
        yield from getattr(self, kind)()

    def leave_alone(self):
        for name in (".hidden.pdf", "Thumbs.db", "upload.pdf.part", "~$letter.docx"):
            path = self.inbox / name
            path.write_bytes(b"not for the archive")
            self.drops.left_alone[path] = sha256_of(path)
