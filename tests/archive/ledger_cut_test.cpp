// A ledger whose end was cut off, and the way on where no copy has it.
#include "archive/ledger_cut.h"

#include "archive/anchor.h"
#include "archive/ledger_check.h"
#include "archive/ledger_copy.h"
#include "archive/ledger_head.h"
#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

constexpr const char* kAt = "2026-03-04T05:06:07Z";

class CutLedger : public ArchiveTest {
 protected:
  CutLedger() {
    for (int i = 0; i < 6; ++i) append(layout_, "act" + std::to_string(i));
  }
  static void append(const ArchiveLayout& layout, const std::string& act) {
    append_to_ledger(layout, {kAt, act, "", "", "", "t"});
  }
  // Takes away what stands behind the first `lines` lines, but for `torn` bytes.
  void cut(int lines, std::size_t torn = 0) const {
    const std::string text = read_all(layout_.ledger(2026));
    std::size_t end = 0;
    for (int i = 0; i < lines; ++i) end = text.find('\n', end) + 1;
    write_all(layout_.ledger(2026), text.substr(0, end + torn));
  }
  void accept() const { accept_cut(layout_, *find_cut(layout_), "the disk failed", kAt, "an"); }
  [[nodiscard]] std::vector<std::string> findings() const {
    return inspect_ledger(layout_).findings;
  }
};

TEST_F(CutLedger, AWholeLedgerHasNoCut) {
  EXPECT_FALSE(find_cut(layout_));
}

TEST_F(CutLedger, NothingIsAppendedUntilTheLossIsAccepted) {
  cut(4);
  EXPECT_EQ(reason_of([&] { append(layout_, "x"); }), Reason::archive_corrupt);
  const auto found = find_cut(layout_);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->held.seq, 4U);
  EXPECT_EQ(found->noted.seq, 6U);
  accept();
  append(layout_, "later");
  const LedgerState state = inspect_ledger(layout_);
  EXPECT_EQ(state.findings, std::vector<std::string>{});
  EXPECT_EQ(state.head.seq, 8U);
  ASSERT_EQ(state.gaps.size(), 1U);
  EXPECT_EQ(state.gaps[0].from, 5U);
  EXPECT_EQ(state.gaps[0].to, 6U);
  EXPECT_EQ(state.gaps[0].last, found->noted.line);
  EXPECT_EQ(state.gaps[0].accept.entry.detail, "lines 5 to 6 are lost: the disk failed");
  EXPECT_EQ(state.gaps[0].accept.entry.who, "an");
}

TEST_F(CutLedger, ACutInTheMiddleOfALineIsAcceptedToo) {
  cut(5, 20);
  accept();
  append(layout_, "later");
  EXPECT_EQ(findings(), std::vector<std::string>{});
  EXPECT_EQ(inspect_ledger(layout_).gaps.size(), 1U);
}

TEST_F(CutLedger, OtherDamageIsNeverAccepted) {
  std::string text = read_all(layout_.ledger(2026));
  text[text.find("act1")] = 'A';
  write_all(layout_.ledger(2026), text);
  EXPECT_EQ(reason_of([&] { (void)find_cut(layout_); }), Reason::archive_corrupt);
  cut(4);
  EXPECT_EQ(reason_of([&] { (void)find_cut(layout_); }), Reason::archive_corrupt);
}

TEST_F(CutLedger, AnAcceptedGapHidesNoOtherDamage) {
  cut(4);
  accept();
  append(layout_, "later");
  const std::string good = read_all(layout_.ledger(2026));
  for (const char* act : {"act0", "act3", "later", "loss-accepted", "the disk"}) {
    std::string bad = good;
    bad[bad.find(act)] ^= 1;
    write_all(layout_.ledger(2026), bad);
    EXPECT_FALSE(findings().empty()) << act;
  }
  // The line before the gap, or the one behind it, is taken away.
  for (const int line : {4, 5}) {
    std::size_t start = 0;
    for (int i = 1; i < line; ++i) start = good.find('\n', start) + 1;
    std::string bad = good;
    bad.erase(start, good.find('\n', start) + 1 - start);
    write_all(layout_.ledger(2026), bad);
    EXPECT_FALSE(findings().empty()) << line;
  }
}

TEST_F(CutLedger, NoLedgerBeginsWithAnAcceptedLoss) {
  const LedgerLine line{7,
                        {kAt, std::string(kLossAccepted), "", std::string(kNoLedgerLine), "", "an"},
                        hash_bytes("x").sha256.hex};
  write_all(layout_.ledger(2026), spell_ledger_line(line) + "\n");
  write_noted_head(layout_, ledger_head(layout_));
  EXPECT_FALSE(findings().empty());
}

TEST_F(CutLedger, ASecondCutIsAnotherGap) {
  cut(4);
  accept();
  append(layout_, "later");
  append(layout_, "last");
  cut(6);
  EXPECT_FALSE(findings().empty());
  accept();
  append(layout_, "on");
  EXPECT_EQ(findings(), std::vector<std::string>{});
  EXPECT_EQ(inspect_ledger(layout_).gaps.size(), 2U);
}

TEST_F(CutLedger, AnchorsOfLostLinesAreBrokenOnlyWhereTheyContradict) {
  Anchor kept = anchor_of(layout_, kAt);  // line 6
  cut(4);
  EXPECT_EQ(reason_of([&] { (void)anchor_of(layout_, kAt); }), Reason::archive_corrupt);
  accept();
  const LedgerState state = inspect_ledger(layout_);
  AnchorCheck good;
  good.add("kept", spell_anchor(kept));
  EXPECT_TRUE(good.finish(state).empty());
  kept.head.line = hash_bytes("other").sha256;
  AnchorCheck bad;
  bad.add("kept", spell_anchor(kept));
  EXPECT_EQ(bad.finish(state).size(), 1U);
}

TEST_F(CutLedger, ALedgerWithAGapIsCopiedAndMendedFromTheCopy) {
  const ArchiveLayout copy(folder_ / "copy");
  cut(4);
  accept();
  append(layout_, "later");
  copy_ledger(layout_, copy, ledger_head(layout_));
  EXPECT_EQ(read_all(copy.ledger(2026)), read_all(layout_.ledger(2026)));
  EXPECT_EQ(inspect_ledger(copy).findings, std::vector<std::string>{});
  append(layout_, "on");
  const std::string good = read_all(layout_.ledger(2026));
  std::string bad = good;
  bad[bad.find("act2")] ^= 1;
  write_all(layout_.ledger(2026), bad);
  fs::create_directories(folder_ / "mended");
  const LedgerMending mending = mend_ledger(layout_, copy, folder_ / "mended");
  EXPECT_EQ(mending.unmended, std::vector<std::string>{});
  EXPECT_EQ(read_all(folder_ / "mended" / "2026.jsonl"), good);
}

TEST_F(CutLedger, WhereACopyWithTheLostLinesTurnsUpTheChainClosesOverThem) {
  const ArchiveLayout copy(folder_ / "copy");
  copy_ledger(layout_, copy, ledger_head(layout_));
  cut(4);
  accept();
  append(layout_, "later");
  fs::create_directories(folder_ / "mended");
  const LedgerMending mending = mend_ledger(layout_, copy, folder_ / "mended");
  EXPECT_EQ(mending.unmended, std::vector<std::string>{});
  ASSERT_TRUE(mending.changed);
  fs::copy_file(folder_ / "mended" / "2026.jsonl", layout_.ledger(2026),
                fs::copy_options::overwrite_existing);
  const LedgerState state = inspect_ledger(layout_);
  EXPECT_EQ(state.findings, std::vector<std::string>{});
  EXPECT_TRUE(state.gaps.empty());
  EXPECT_EQ(state.head.seq, 8U);
}

TEST_F(CutLedger, ACopyThatHasAPartOfTheLostLinesChangesNothing) {
  const ArchiveLayout copy(folder_ / "copy");
  copy_ledger(layout_, copy, ledger_head(layout_));
  append(layout_, "act6");
  cut(4);
  accept();
  fs::create_directories(folder_ / "mended");
  const LedgerMending mending = mend_ledger(layout_, copy, folder_ / "mended");
  EXPECT_FALSE(mending.changed);
  EXPECT_EQ(mending.unmended.size(), 1U);
}

TEST_F(CutLedger, AfterACrashBetweenTheLineAndItsNoteActsAreAppended) {
  cut(4);
  const LedgerCut found = *find_cut(layout_);
  accept();
  write_noted_head(layout_, found.noted);
  append(layout_, "on");
  EXPECT_EQ(findings(), std::vector<std::string>{});
  EXPECT_EQ(inspect_ledger(layout_).gaps.size(), 1U);
}

}  // namespace
}  // namespace sohoa
