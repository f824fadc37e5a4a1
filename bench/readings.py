"""What a reader made of a scan, in one form for every reader.

A reading is the object that `sohoa ocr --format json` writes, so that `sohoa eval` judges
sohoa and Tesseract by the same program from the same form:

    {"path", "pages": [{"page", "width", "height", "dpi", "source",
      "blocks": [{"kind", "box", "lines": [{"box", "baseline", "words": [
        {"text", "box", "confidence"}]}]}]}]}
"""
import csv
import dataclasses
import json
import os
import pathlib
import re
import resource
import subprocess

ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}


def run(command, **options):
    try:
        return subprocess.run([str(part) for part in command], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options).stdout
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{' '.join(map(str, command))}\nfailed: {error.stderr.decode()}")


class CpuSeconds:
    """CPU seconds of the programs that run inside, with all their children."""

    def __enter__(self):
        self.before = resource.getrusage(resource.RUSAGE_CHILDREN)
        return self

    def __exit__(self, *_):
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds = (after.ru_utime + after.ru_stime -
                        self.before.ru_utime - self.before.ru_stime)


@dataclasses.dataclass
class Image:
    """One page as Tesseract gets it."""
    path: pathlib.Path
    dpi: int


def stored_images(scan, work, last_page=None):
    """The pages' own pixels, as a careful user of the bare command would take them.

    A page that one image covers is taken out of its PDF unchanged; another is rendered
    at 300 dpi. Image files are read as they are.
    """
    if scan.suffix.lower() != ".pdf":
        return [Image(scan, 300)]
    images = []
    for page in range(1, (last_page or page_count(scan)) + 1):
        this = ["-f", page, "-l", page]
        rows = [row.split() for row in
                run(["pdfimages", "-list", *this, scan]).decode().splitlines()[2:]]
        largest = max((row for row in rows if row[2] == "image"), key=_pixels, default=None)
        if largest is None or _pixels(largest) < SMALLEST_PAGE:
            images += rendered_images(scan, work, page, page)
            continue
        prefix = work / f"{scan.stem}-stored-{page}"
        run(["pdfimages", "-png", *this, scan, prefix])
        path = pathlib.Path(f"{prefix}-{int(largest[1]):03d}.png")
        images.append(Image(path, int(largest[12])))
    return images


SMALLEST_PAGE = 500_000  # pixels: less is a seal or a coat of arms, not a scanned page


def _pixels(row):
    return int(row[3]) * int(row[4])


def rendered_images(scan, work, first=1, last=None):
    """The pages rendered at 300 dpi, as most scripts do it."""
    if scan.suffix.lower() != ".pdf":
        return [Image(scan, 300)]
    prefix = work / f"{scan.stem}-rendered-{first}"
    run(["pdftoppm", "-r", 300, "-png", "-f", first, *_until(last), scan, prefix])
    return [Image(path, 300) for path in sorted(work.glob(f"{prefix.name}-*.png"))]


def _until(last_page):
    return ["-l", last_page] if last_page else []


def page_count(scan):
    return int(re.search(r"Pages:\s+(\d+)", run(["pdfinfo", scan]).decode()).group(1))


def read_with_sohoa(sohoa, scans, work, pages=None):
    """(readings by scan, CPU seconds of the whole program). Scans differ in name."""
    work.mkdir(parents=True, exist_ok=True)
    some = ["--pages", pages] if pages else []
    with CpuSeconds() as cpu:
        run([sohoa, "ocr", "--jobs", 1, "--format", "json", "--timing", *some, "-o", work,
             *scans], env=ONE_THREAD)
    readings = {scan: json.loads((work / f"{scan.name}.json").read_text()) for scan in scans}
    return readings, cpu.seconds


def read_with_tesseract(model, scan, images, work):
    """(reading, CPU seconds of the bare command, one call a page)."""
    work.mkdir(parents=True, exist_ok=True)
    pages = []
    seconds = 0
    for number, image in enumerate(images, 1):
        out = work / f"{scan.stem}-{number}"
        with CpuSeconds() as cpu:
            run(["tesseract", image.path, out, "-l", model, "--dpi", image.dpi, "tsv"],
                env=ONE_THREAD)
        seconds += cpu.seconds
        pages.append(_page_of_tsv(out.with_name(out.name + ".tsv"), number, image.dpi))
    return {"path": str(scan), "pages": pages}, seconds


def tesseract_start_seconds(model, work):
    """CPU seconds that the command takes before it reads: its start on an empty image."""
    blank = work / "blank.pbm"
    blank.write_text("P1\n64 64\n" + "0 " * 4096 + "\n")
    with CpuSeconds() as cpu:
        for _ in range(3):
            run(["tesseract", blank, work / "blank", "-l", model, "--dpi", 300], env=ONE_THREAD)
    return cpu.seconds / 3


def _page_of_tsv(path, number, dpi):
    page = {"page": number, "width": 0, "height": 0, "dpi": dpi, "source": "recognised",
            "blocks": []}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            box = [int(row[key]) for key in ("left", "top", "width", "height")]
            if row["level"] == "1":
                page["width"], page["height"] = box[2], box[3]
            elif row["level"] == "2":
                page["blocks"].append({"kind": "text", "box": box, "lines": []})
            elif row["level"] == "4":
                line = {"box": box, "baseline": [0, 0, 0, 0], "words": []}
                page["blocks"][-1]["lines"].append(line)
            elif row["level"] == "5" and row["text"].strip():
                line["words"].append({"text": row["text"], "box": box,
                                      "confidence": max(0.0, float(row["conf"]) / 100)})
    return page


PAGE_NUMBER = re.compile(r"[-–—.\s]*\d{1,4}[-–—.\s]*")
MARGIN = 0.1  # of the page's height, above and below


def leave_out(reading, regions=()):
    """Drops what typed truths leave out, from any reader's reading in the same way.

    A line that is only a number in the top or bottom tenth of its page is a page number.
    `regions` are (page, left, top, width, height) in percent of the page: words whose
    middle lies in one of them (stamps, blocks of digital signatures) go too.
    """
    for page in reading["pages"]:
        width, height = max(page["width"], 1), max(page["height"], 1)
        for block in page["blocks"]:
            for line in block["lines"]:
                text = " ".join(word["text"] for word in line["words"])
                middle = (line["box"][1] + line["box"][3] / 2) / height
                if PAGE_NUMBER.fullmatch(text) and not MARGIN < middle < 1 - MARGIN:
                    line["words"] = []
                line["words"] = [word for word in line["words"]
                                 if not _in_region(word["box"], page["page"], width, height,
                                                   regions)]
            block["lines"] = [line for line in block["lines"] if line["words"]]
        page["blocks"] = [block for block in page["blocks"] if block["lines"]]
    return reading


def _in_region(box, page, width, height, regions):
    x = 100 * (box[0] + box[2] / 2) / width
    y = 100 * (box[1] + box[3] / 2) / height
    return any(page == number and left <= x <= left + wide and top <= y <= top + high
               for number, left, top, wide, high in regions)


def in_columns(reading):
    """The reading with columns that stand side by side put one after the other.

    A favour to a reader that goes straight across the two columns of a letter's head and
    foot: where lines have a gap of more than two of their heights, the left parts of
    neighbouring lines come first, then the right parts. What is wrong after that is not the
    order.
    """
    pages = []
    for page in reading["pages"]:
        lines = [line for block in page["blocks"] for line in block["lines"] if line["words"]]
        blocks = [{"kind": "text", "box": [0, 0, 0, 0], "lines": _columns_apart(lines)}]
        pages.append({**page, "blocks": blocks})
    return {**reading, "pages": pages}


def _columns_apart(lines):
    done, left, right, middle = [], [], [], None
    for line in lines:
        gap = _widest_gap(line["words"])
        if middle is not None and not gap:
            # A line of one column only goes on with it.
            if _end(line["words"][-1]) < middle:
                left.append(line)
                continue
            if line["words"][0]["box"][0] > middle:
                right.append(line)
                continue
        if middle is not None and not (gap and gap[0] < middle + line["box"][3] and
                                       gap[1] > middle - line["box"][3]):
            done += left + right
            left, right, middle = [], [], None
        if gap:
            middle = (gap[0] + gap[1]) / 2
            left.append({**line, "words": [w for w in line["words"] if _end(w) <= gap[0]]})
            right.append({**line, "words": [w for w in line["words"] if w["box"][0] >= gap[1]]})
        else:
            done.append(line)
    return done + left + right


def _end(word):
    return word["box"][0] + word["box"][2]


def _widest_gap(words):
    """(start, end) of the widest gap, where it is wider than two heights of the line."""
    height = sorted(word["box"][3] for word in words)[len(words) // 2]
    gaps = [(_end(a), b["box"][0]) for a, b in zip(words, words[1:])]
    widest = max(gaps, key=lambda gap: gap[1] - gap[0], default=(0, 0))
    return widest if widest[1] - widest[0] > 2 * height else None


def text_of(page):
    return "\n".join(" ".join(word["text"] for word in line["words"])
                     for block in page["blocks"] for line in block["lines"])


def evaluate(sohoa, truth, readings, work):
    """What `sohoa eval --json` says of each reading."""
    work.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, reading in enumerate(readings):
        paths.append(work / f"{number}.json")
        paths[-1].write_text(json.dumps(reading, ensure_ascii=False, separators=(",", ":")))
    out = run([sohoa, "eval", "--json", truth, *paths]).decode()
    return [json.loads(line) for line in out.splitlines()]
