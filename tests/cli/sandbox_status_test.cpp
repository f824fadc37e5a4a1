// A kernel that lacks what page workers are locked in with, as `sohoa status` and the log tell it.
#include <cerrno>
#include <nlohmann/json.hpp>

#include "tests/cli/program_under_test.h"

namespace sohoa {

namespace {

class SandboxStatus : public ProgramTest {
 protected:
  static std::string without(const std::string& what, int error) {
    return SOHOA_BINARY_DIR "/tests/cli/unconfined " + what + " " + std::to_string(error);
  }
};

}  // namespace

TEST_F(SandboxStatus, SaysLoudlyWhatTheKernelLacks) {
  for (const int error : {ENOSYS, EPERM, EOPNOTSUPP}) {
    const std::string landlock = without("landlock", error);
    const Ran status = sohoa("status", "", landlock);
    EXPECT_EQ(status.status, 0) << status.out;
    EXPECT_NE(status.out.find("KHÔNG ĐẦY ĐỦ: seccomp, no Landlock"), std::string::npos)
        << status.out;
    const nlohmann::json json = nlohmann::json::parse(sohoa("status --json", "", landlock).out);
    EXPECT_EQ(json.at("sandbox"), (nlohmann::json{{"seccomp", true}, {"landlock", 0}}));
  }
  const Ran neither = sohoa("status --english", "", without("both", ENOSYS));
  EXPECT_NE(neither.out.find("INCOMPLETE: no seccomp, no Landlock"), std::string::npos)
      << neither.out;
  EXPECT_NE(sohoa("status --prometheus", "", without("seccomp", ENOSYS))
                .out.find("\nsohoa_sandbox_complete 0\n"),
            std::string::npos);
}

TEST_F(SandboxStatus, WithoutThemDocumentsAreTakenInAllTheSameAndTheLogWarns) {
  const std::string letter = " ingest '" + sample("quyet-dinh-100dpi.png").string() + "'";
  const Ran taken = sohoa(letter, "", without("both", ENOSYS));
  EXPECT_EQ(taken.status, 0) << taken.out;
  const std::string log = bytes_of(archive_ / "reports" / "sohoa.log");
  EXPECT_NE(log.find("not fully confined"), std::string::npos) << log;
  EXPECT_NE(log.find("no seccomp, no Landlock"), std::string::npos) << log;
}

}  // namespace sohoa
