#include "archive/anchor.h"

#include <algorithm>
#include <cctype>

#include "archive/ledger_check.h"
#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

class Anchors : public ArchiveTest {
 protected:
  Anchors() {
    for (int i = 0; i < 4; ++i)
      append_to_ledger(layout_, {"2026-03-04T05:06:07Z", "a", "", "", "", "tester"});
  }
  // What holding `text` against the ledger finds.
  [[nodiscard]] std::string finding_of(const std::string& text) const {
    AnchorCheck check;
    check.add("page", text);
    const LedgerState state = inspect_ledger(
        layout_, [&](const LedgerLine&, const LedgerHead& head) { check.see(head); });
    const auto findings = check.finish(state);
    return findings.empty() ? "" : findings.front().second;
  }
  [[nodiscard]] std::string anchor_text() {
    return read_all(anchor_ledger_daily(layout_, "2026-03-05T00:00:00Z", "tester"));
  }
};

TEST_F(Anchors, ADayHasOneAnchorAndTheLedgerNamesIt) {
  const fs::path file = anchor_ledger_daily(layout_, "2026-03-05T00:00:00Z", "tester");
  EXPECT_EQ(file, layout_.root() / "ledger" / "anchors" / "2026-03-05.txt");
  EXPECT_EQ(anchor_ledger_daily(layout_, "2026-03-05T23:59:59Z", "tester"), fs::path());
  EXPECT_EQ(ledger_head(layout_).seq, 5U);
  EXPECT_NE(read_all(layout_.ledger(2026)).find("ledger/anchors/2026-03-05.txt"),
            std::string::npos);
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
}

TEST_F(Anchors, AnAnchorHoldsAlsoWhenTheLedgerHasGrown) {
  const std::string text = anchor_text();
  EXPECT_EQ(finding_of(text), "");
  append_to_ledger(layout_, {"2027-03-04T05:06:07Z", "b", "", "", "", "tester"});
  EXPECT_EQ(finding_of(text), "");
}

TEST_F(Anchors, ARetypedPageCounts) {
  std::string text = anchor_text();
  text.erase(0, text.find("archive:"));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  EXPECT_EQ(finding_of("copied by hand\r\n   " + text), "");
}

TEST_F(Anchors, AMistypedPageIsNotTakenForAChangedLedger) {
  std::string text = anchor_text();
  char& digit = text[text.find("sha256: ") + 8];
  digit = digit == '0' ? '1' : '0';
  EXPECT_NE(finding_of(text).find("mistyped"), std::string::npos);
}

TEST_F(Anchors, ALedgerWrittenAnewFromTheBeginningIsFound) {
  const std::string text = anchor_text();
  fs::remove_all(layout_.ledger(2026).parent_path());
  for (int i = 0; i < 6; ++i)
    append_to_ledger(layout_, {"2026-03-04T05:06:08Z", "a", "", "", "", "tester"});
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  EXPECT_NE(finding_of(text).find("another archive"), std::string::npos);
}

TEST_F(Anchors, ALedgerCutBeforeTheAnchoredLineIsFoundEvenWhenItsHeadWasMadeToFit) {
  const std::string text = anchor_text();
  const std::string ledger = read_all(layout_.ledger(2026));
  fs::remove(layout_.root() / "ledger" / "head");
  std::size_t two_lines = ledger.find('\n', ledger.find('\n') + 1) + 1;
  write_all(layout_.ledger(2026), ledger.substr(0, two_lines));
  append_to_ledger(layout_, {"2026-03-04T05:06:08Z", "x", "", "", "", "tester"});
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  EXPECT_FALSE(finding_of(text).empty());
}

TEST_F(Anchors, EveryChangedByteOfTheFiveLinesIsFound) {
  const std::string good = anchor_text();
  for (std::size_t at = good.find("archive:"); at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    const bool blank = good[at] == ' ' || good[at] == '\n';
    if (!blank) {
      EXPECT_FALSE(finding_of(bad).empty()) << at;
    }
  }
}

}  // namespace
}  // namespace sohoa
