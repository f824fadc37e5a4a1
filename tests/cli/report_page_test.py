#!/usr/bin/env python3
"""Opens the morning report of a real night in Chromium, as whoever comes in the morning does.

Usage: report_page_test.py SOURCE_DIR SOHOA
"""
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1])
SOHOA = sys.argv[2]
SCANS = SOURCE / "samples/scans"
SECRET = "cong-van-dau-mat.pdf"
# Drawn so small that its paper must be scanned again.
COARSE = "quyet-dinh-tinh-uy.pdf"
TAKEN = ["thong-bao-so.pdf", "bi-cut.pdf", "khong-phai-anh.jpg", SECRET]
WIDTHS = [400, 1200]

# Puts the page into frames of the widths and writes down what a person would notice there.
MEASURE = """<!DOCTYPE html><meta charset="utf-8"><body><script>
const page = %s, widths = %s, told = [];
for (const width of widths) {
  const frame = document.createElement('iframe');
  frame.style.cssText = `width:${width}px;height:2000px;border:0`;
  frame.srcdoc = page;
  frame.onload = () => {
    const root = frame.contentDocument.documentElement;
    const images = [...root.querySelectorAll('img')];
    const cut = [...root.querySelectorAll('dd,dt,td,th,h2,figcaption')]
      .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent);
    told.push({width, wider: root.scrollWidth - root.clientWidth, cut,
      loaded: frame.contentWindow.performance.getEntriesByType('resource').map(e => e.name)
        .filter(name => !name.startsWith('data:')),
      images: images.length, shown: images.filter(i => i.complete && i.naturalWidth > 0).length});
    if (told.length == widths.length)
      document.body.innerHTML = '<pre>' + JSON.stringify(told) + '</pre>';
  };
  document.body.append(frame);
}
</script></body>"""


def run(*arguments, **options):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True,
                          check=False, **options)


class Text(html.parser.HTMLParser):
    """The text of a page, and what it would load from elsewhere."""

    def __init__(self, page):
        super().__init__()
        self.text, self.outside, self.scripts, self.language = "", [], 0, ""
        self.style = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.style = tag == "style"
        self.scripts += tag == "script"
        for name, value in attrs:
            if tag == "html" and name == "lang":
                self.language = value
            if name in ("src", "href") and not value.startswith(("data:", "#")):
                self.outside.append(value)

    def handle_data(self, data):
        if not self.style:
            self.text += data + "\n"


class ReportPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not shutil.which("chromium"):
            raise AssertionError("chromium is missing; packaging/install-packages test installs it")
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="sohoa-page-"))
        archive = cls.folder / "kho"
        made = run(SOHOA, "init", archive, "--key", cls.folder / "key")
        assert made.returncode == 0, made.stderr
        settings = archive / "sohoa.toml"
        settings.write_text(settings.read_text()
                            .replace("settle_seconds = 2", "settle_seconds = 0.2")
                            .replace("patience_minutes = 10", "patience_minutes = 0")
                            .replace("min_free_gb = 5", "min_free_gb = 0")
                            .replace("nice = 10", "nice = 0"))
        for name in TAKEN:
            shutil.copy(SCANS / name, archive / "inbox" / name)
        run("pdftoppm", "-r", "60", "-gray", "-png", "-singlefile", SCANS / COARSE,
            archive / "inbox/nho")
        night = run(SOHOA, "--archive", archive, "batch")
        assert night.returncode == 1, night.stdout + night.stderr
        cls.page = next((archive / "reports").glob("batch-*.html"))
        cls.figures = json.loads(cls.page.with_suffix(".json").read_text())

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def chromium(self, *arguments):
        """With a new profile and without a network."""
        with tempfile.TemporaryDirectory(prefix="sohoa-chromium-") as profile:
            ran = run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                      "--disable-background-networking", "--disable-dev-shm-usage",
                      "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}",
                      "--enable-logging=stderr", *arguments,
                      env={**os.environ, "HOME": profile}, timeout=120)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertNotIn("CONSOLE", ran.stderr)
        return ran.stdout

    def test_the_browser_shows_the_figures_of_the_night_in_vietnamese(self):
        dom = self.chromium("--dump-dom", self.page.as_uri())
        shown = Text(dom)
        self.assertEqual(shown.language, "vi")
        self.assertEqual(shown.scripts, 0)
        self.assertEqual(shown.outside, [])
        self.assertEqual(self.figures["archived"], 2, self.figures)
        self.assertEqual(self.figures["put_aside"], 2)
        self.assertEqual(self.figures["suspected_secrets"], 1)
        lines = [line.strip() for line in shown.text.split("\n") if line.strip()]
        for label, key in [("Tài liệu đã lưu trữ", "archived"), ("Số trang", "archived_pages"),
                           ("Tệp chưa lưu được", "put_aside"), ("Còn đợi", "waiting"),
                           ("Nghi tài liệu mật", "suspected_secrets"),
                           ("Trang nên quét lại", "rescan_pages"),
                           ("Tài liệu cần xem lại", "doubtful_records")]:
            self.assertEqual(lines[lines.index(label) + 1], str(self.figures[key]), label)
        self.assertIn("Trang mỗi phút", lines)
        self.assertIn("bi-cut.pdf", lines)
        self.assertIn("Tệp bị cụt", shown.text)
        self.assertNotIn(SECRET, dom)
        for text in re.findall(r"[^\n]{12,}", (SOURCE / "samples/truth" /
                                              (SECRET + ".txt")).read_text()):
            self.assertNotIn(text.strip(), shown.text)

    def test_it_fits_a_telephone_and_a_desk_and_its_pictures_show(self):
        harness = self.folder / "measure.html"
        harness.write_text(MEASURE % (json.dumps(self.page.read_text()).replace("</", "<\\/"),
                                      json.dumps(WIDTHS)))
        dom = self.chromium("--virtual-time-budget=5000", "--dump-dom", harness.as_uri())
        told = json.loads(Text(dom).text.strip())
        self.assertEqual(sorted(frame["width"] for frame in told), WIDTHS)
        for frame in told:
            self.assertLessEqual(frame["wider"], 0, frame)
            self.assertEqual(frame["cut"], [], frame)
            self.assertEqual(frame["loaded"], [], frame)
            self.assertEqual(frame["images"], self.figures["rescan_pages"], frame)
            self.assertGreater(frame["images"], 0)
            self.assertEqual(frame["shown"], frame["images"], frame)

    def test_it_prints(self):
        paper = self.folder / "report.pdf"
        self.chromium(f"--print-to-pdf={paper}", "--no-pdf-header-footer", self.page.as_uri())
        text = run("pdftotext", "-layout", paper, "-").stdout
        for part in ["Báo cáo buổi sáng", "Tài liệu đã lưu trữ", "bi-cut.pdf", "Gìn giữ"]:
            self.assertIn(part, text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
