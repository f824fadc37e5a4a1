"""Files for bench/soak: made from the samples, no two alike unless they are meant to be."""
import io
import pathlib
import random
import struct
import zipfile
import zlib


def png_chunks(data):
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        yield kind, data[at + 8:at + 8 + length]
        at += 12 + length


def png_file(chunks):
    def chunk(kind, body):
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in chunks)


class Letter:
    """The upper rows of a grey letter: read in a second, and a letter nonetheless."""

    def __init__(self, png):
        chunks = list(png_chunks(png))
        self.head = dict(chunks)[b"IHDR"]
        self.width = struct.unpack(">I", self.head[:4])[0]
        self.resolution = [(kind, body) for kind, body in chunks if kind == b"pHYs"]
        self.rows = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))

    def upper(self, height, mark):
        head = self.head[:4] + struct.pack(">I", height) + self.head[8:]
        rows = self.rows[:height * (self.width + 1)]  # a row depends on those above it only
        return png_file([(b"IHDR", head), *self.resolution, (b"tEXt", b"Comment\0" + mark),
                         (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")])


def marked(data, suffix, mark):
    """The same pages in other bytes."""
    if suffix == ".jpg":
        return data[:2] + b"\xff\xfe" + struct.pack(">H", len(mark) + 2) + mark + data[2:]
    if suffix == ".png":
        chunks = list(png_chunks(data))
        return png_file([chunks[0], (b"tEXt", b"Comment\0" + mark), *chunks[1:]])
    if suffix == ".pdf":
        return data + b"%" + mark + b"\n"
    return data + mark  # TIFF: what no directory names is passed over


class Files:
    """Each call makes bytes that were never there before; `random` decides everything."""

    LARGE = ["quyet-dinh-100dpi.png", "chi-thi-g4.tif", "quyet-dinh-tinh-uy.pdf", "giay-moi.jpg"]

    def __init__(self, scans, source):
        self.scans = pathlib.Path(scans)
        self.random = source
        self.letter = Letter((self.scans / "quyet-dinh-100dpi.png").read_bytes())
        self.made = 0

    def mark(self):
        self.made += 1
        return f"soak {self.made} {self.random.getrandbits(64):016x}".encode()

    def sample(self, name):
        return marked((self.scans / name).read_bytes(), pathlib.Path(name).suffix, self.mark())

    def strip(self):
        return self.letter.upper(self.random.randrange(260, 420), self.mark()), ".png"

    def good(self):
        dice = self.random.random()
        if dice < 0.62:
            return self.strip()
        if dice < 0.92:
            return self.sample("thong-bao-so.pdf"), ".pdf"
        name = self.random.choice(self.LARGE)
        return self.sample(name), pathlib.Path(name).suffix

    def cut(self):
        """Half of a file: what remains when a sender goes away."""
        data, suffix = self.good() if self.random.random() < 0.5 else self.strip()
        while suffix == ".tif":
            data, suffix = self.strip()
        return data[:int(len(data) * self.random.uniform(0.2, 0.9))], suffix

    def damaged(self):
        name = self.random.choice(["khong-co-trang.pdf", "vong-lap.pdf", "co-mat-khau.pdf",
                                   "kich-thuoc-gia.png"])
        return self.sample(name), pathlib.Path(name).suffix

    def worthless(self):
        return b"shopping list " + self.mark(), self.random.choice([".jpg", ".txt", ".docx"])

    def secret(self):
        return self.sample("cong-van-dau-mat.pdf"), ".pdf"

    def zipped(self, members):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name, data in members:
                archive.writestr(name, data)
        return buffer.getvalue()


NAMES = ["scan{0:05d}", "Công văn số {0} ngày 12 tháng 3", "hai  dấu  cách {0} ", "-rf {0}",
         "dòng một\ndòng hai {0}", "Tha\u0301ng ba\u0309y {0}", "“ngoặc” '{0}' \"kép\"",
         "#{0};&$(date)", "\t{0}", "\U0001f4c4 {0}", "x" * 200 + "{0}",
         "\u1ec7" * 81 + "{0:05d}",  # as long as a name can be
         "kh\udcf4ng ph\udce2i UTF-8 {0}",  # bytes of an old code page
         "ten.cu.{0}.pdf", "{0}%2e%2e%5c"]


def name_for(source, number, suffix):
    return source.choice(NAMES).format(number) + suffix
