#!/usr/bin/env python3
"""The parts of bench/reading that decide what is compared."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
import readings  # noqa: E402
import word_bags  # noqa: E402


def line(top, *words):
    """Words as (left, width, text); 20 pixels high."""
    return {"box": [words[0][0], top, 500, 20], "baseline": [0, 0, 0, 0],
            "words": [{"text": text, "box": [left, top, width, 20], "confidence": 1.0}
                      for left, width, text in words]}


def page(*lines):
    return {"page": 1, "width": 1000, "height": 1000, "dpi": 300, "source": "recognised",
            "blocks": [{"kind": "text", "box": [0, 0, 1000, 1000], "lines": list(lines)}]}


def reading(*lines):
    return {"path": "x", "pages": [page(*lines)]}


def text(of):
    return readings.text_of(of["pages"][0]).split("\n")


class WordBags(unittest.TestCase):
    def test_a_word_loses_what_is_no_letter_or_digit_at_its_ends_only(self):
        self.assertEqual(word_bags.words("“Số: 12/QĐ-UBND, (đạo¹); ... - V/v"),
                         ["Số", "12/QĐ-UBND", "đạo", "V/v"])

    def test_composed_and_decomposed_letters_are_one_word_and_marks_and_case_count(self):
        key = word_bags.key_of(b"scan")
        bag = word_bags.bag_of("tổ Tổ tô", key)
        self.assertEqual(word_bags.matches(bag, word_bags.bag_of("tô\u0309", key)), 1)
        self.assertEqual(len(set(bag)), 3)

    def test_a_word_matches_as_often_as_both_sides_have_it(self):
        key = word_bags.key_of(b"scan")
        truth = word_bags.bag_of("a a b c", key)
        self.assertEqual(word_bags.matches(truth, word_bags.bag_of("a b b", key)), 2)

    def test_another_scan_gives_other_hashes(self):
        self.assertNotEqual(word_bags.bag_of("a", word_bags.key_of(b"1")),
                            word_bags.bag_of("a", word_bags.key_of(b"2")))

    def test_the_bags_of_the_project_hold_hashes_only(self):
        path = pathlib.Path(word_bags.__file__).with_name("word-bags.jsonl")
        bags = word_bags.load(path)
        self.assertGreaterEqual(len(bags), 12)
        for rows in bags.values():
            for row in rows:
                self.assertEqual(len(row["bag"]), row["words"])
                self.assertTrue(all(len(word) == 8 and int(word, 16) >= 0 for word in row["bag"]))


class LeaveOut(unittest.TestCase):
    def test_a_number_alone_in_the_margin_is_a_page_number_and_elsewhere_is_text(self):
        read = reading(line(20, (500, 20, "-"), (530, 20, "2")), line(500, (100, 40, "1979")))
        self.assertEqual(text(readings.leave_out(read)), ["1979"])

    def test_words_go_whose_middle_lies_in_a_region_of_their_page(self):
        read = reading(line(300, (100, 50, "ĐẾN"), (600, 50, "Kính")))
        self.assertEqual(text(readings.leave_out(read, [(2, 0, 0, 50, 50)])), ["ĐẾN Kính"])
        self.assertEqual(text(readings.leave_out(read, [(1, 0, 0, 50, 50)])), ["Kính"])


class InColumns(unittest.TestCase):
    def test_the_left_part_of_a_head_comes_before_its_right_part(self):
        read = reading(line(0, (0, 90, "ỦY"), (100, 90, "BAN"), (500, 90, "CỘNG"),
                            (600, 90, "HÒA")),
                       line(30, (0, 90, "Số"), (500, 90, "Độc")),
                       line(60, (0, 90, "V/v")),
                       line(90, (0, 200, "Căn"), (210, 300, "cứ"), (520, 300, "Luật")))
        self.assertEqual(text(readings.in_columns(read)),
                         ["ỦY BAN", "Số", "V/v", "CỘNG HÒA", "Độc", "Căn cứ Luật"])

    def test_lines_without_a_gap_stay_as_they_are(self):
        read = reading(line(0, (0, 90, "một"), (100, 90, "hai")), line(30, (0, 90, "ba")))
        self.assertEqual(text(readings.in_columns(read)), ["một hai", "ba"])


class Tesseract(unittest.TestCase):
    def test_its_table_becomes_the_same_form(self):
        rows = ["level page_num block_num par_num line_num word_num left top width height conf "
                "text",
                "1 1 0 0 0 0 0 0 1000 800 -1 ", "2 1 1 0 0 0 10 10 500 100 -1 ",
                "4 1 1 1 1 0 10 10 500 20 -1 ", '5 1 1 1 1 1 10 10 90 20 96.5 "Số',
                "5 1 1 1 1 2 110 10 90 20 30 12"]
        with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
            file.write("\n".join("\t".join(row.split(" ")) for row in rows) + "\n")
            file.flush()
            read = readings._page_of_tsv(file.name, 1, 300)
        self.assertEqual(readings.text_of(read), '"Số 12')
        self.assertEqual((read["width"], read["height"]), (1000, 800))
        self.assertAlmostEqual(read["blocks"][0]["lines"][0]["words"][0]["confidence"], 0.965)


if __name__ == "__main__":
    unittest.main()
