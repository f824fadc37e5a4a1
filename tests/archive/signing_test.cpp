#include "archive/signing.h"

#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

class Signing : public ArchiveTest {
 protected:
  std::string make(const std::string& name, const std::string& passphrase = "correct horse") {
    return make_signing_key(folder_ / name, passphrase, PassphraseCost::interactive);
  }
};

TEST_F(Signing, ASignatureHoldsForItsMessageAndKeyOnly) {
  const std::string key = make("an.key");
  const std::string other = make("binh.key");
  const Signature signature = sign(folder_ / "an.key", "correct horse", "destroy these");
  EXPECT_EQ(signature.public_key, key);
  EXPECT_TRUE(is_signed("destroy these", signature));
  EXPECT_FALSE(is_signed("destroy those", signature));
  EXPECT_FALSE(is_signed("destroy these", {other, signature.signature}));
  EXPECT_FALSE(is_signed("destroy these", {key, std::string(128, '0')}));
  EXPECT_FALSE(is_signed("destroy these", {"xyz", "abc"}));
}

TEST_F(Signing, AWrongPassphraseAChangedFileAndAnotherFileAreRefused) {
  (void)make("an.key");
  EXPECT_EQ(reason_of([&] { (void)sign(folder_ / "an.key", "incorrect horse", "x"); }),
            Reason::no_permission);
  std::string text = read_all(folder_ / "an.key");
  text[text.size() - 2] = text[text.size() - 2] == '0' ? '1' : '0';
  write_all(folder_ / "changed.key", text);
  EXPECT_EQ(reason_of([&] { (void)sign(folder_ / "changed.key", "correct horse", "x"); }),
            Reason::no_permission);
  for (const char* bad : {"", "sohoa-signing-key-1", "sohoa-signing-key-1 2 aa bb cc dd\n"}) {
    write_all(folder_ / "bad.key", bad);
    EXPECT_EQ(reason_of([&] { (void)sign(folder_ / "bad.key", "correct horse", "x"); }),
              Reason::bad_settings);
  }
}

TEST_F(Signing, AKeyFileIsNeverReplacedAndShortPassphrasesAreRefused) {
  (void)make("an.key");
  const std::string before = read_all(folder_ / "an.key");
  EXPECT_EQ(reason_of([&] { (void)make("an.key"); }), Reason::bad_settings);
  EXPECT_EQ(read_all(folder_ / "an.key"), before);
  EXPECT_EQ(reason_of([&] { (void)make("short.key", "1234567"); }), Reason::bad_settings);
  EXPECT_EQ(fs::status(folder_ / "an.key").permissions(), fs::owner_read);
}

TEST_F(Signing, TheSecretKeyIsNotInTheFile) {
  (void)make("an.key");
  EXPECT_EQ(read_all(folder_ / "an.key").find("correct horse"), std::string::npos);
  EXPECT_NE(make("a.key"), make("b.key"));
}

}  // namespace
}  // namespace sohoa
