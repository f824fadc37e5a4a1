// sohoa verify: is everything in the archive as it was written?
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/duration.h"
#include "cli/findings.h"
#include "cli/run_program.h"
#include "pipeline/verify.h"

namespace sohoa {

namespace {

struct VerifyArguments {
  bool json = false;
  bool thorough = false;
  std::string max_duration;
  std::vector<std::string> anchors;
  int jobs = 0;
};

VerifyOptions options_of(const VerifyArguments& arguments) {
  VerifyOptions options;
  if (!arguments.max_duration.empty())
    options.max_duration = parse_duration(arguments.max_duration);
  if (arguments.thorough) options.depth = FixityDepth::thorough;
  options.jobs = arguments.jobs;
  options.anchors.assign(arguments.anchors.begin(), arguments.anchors.end());
  return options;
}

void print_report(const Globals& globals, const VerifyReport& report) {
  const double seconds = std::max(report.seconds, 0.001);
  std::printf(say(globals, "Đã đọc %lld trong %lld tệp, %.2f GB, %.1f giây (%.0f MB/giây).\n",
                  "Read %lld of %lld files, %.2f GB, in %.1f s (%.0f MB/s).\n")
                  .c_str(),
              report.checked, report.listed, static_cast<double>(report.bytes) / 1e9,
              report.seconds, static_cast<double>(report.bytes) / 1e6 / seconds);
  if (report.destroyed > 0)
    std::printf(say(globals, "%lld tài liệu đã tiêu hủy, đều có chứng nhận.\n",
                    "%lld records were destroyed, each with its certificate.\n")
                    .c_str(),
                report.destroyed);
  if (report.unopened > 0)
    std::printf(say(globals, "%lld gói mã hóa chỉ được so mã băm của cả tệp vì không có khóa.\n",
                    "%lld encrypted bags were held to the checksum of the file alone: no key.\n")
                    .c_str(),
                report.unopened);
  if (!report.complete)
    std::cout << say(globals, "Hết thời gian: lần sau đọc tiếp từ tệp lâu chưa kiểm nhất.\n",
                     "Time is up: the next run goes on with what was unchecked longest.\n");
  if (!report.noted)
    std::cout << say(globals, "Không ghi được ngày kiểm (ổ chỉ đọc?): lần sau kiểm lại từ đầu.\n",
                     "The checks could not be noted (read-only?): the next run begins anew.\n");
  if (report.damage > 0)
    std::printf(say(globals, "%lld chỗ hỏng.\n", "%lld findings of damage.\n").c_str(),
                report.damage);
  else
    std::cout << (report.complete
                      ? say(globals, "Kho lưu trữ nguyên vẹn.\n", "The archive is whole.\n")
                      : say(globals, "Chưa thấy chỗ nào hỏng.\n", "No damage found so far.\n"));
}

void run_verify(const VerifyArguments& arguments, Globals& globals) {
  const VerifyOptions options = options_of(arguments);
  watch_for_stop_signals();
  const ArchiveLayout layout = named_archive(globals);
  apply_settings_language(globals, read_settings(layout.settings()));
  VerifyWatch watch;
  watch.stop = &stop_requested();
  watch.finding = [&](const Finding& finding) {
    hide_progress_line();
    print_finding(globals, finding, arguments.json);
  };
  watch.progress = [&](long long files, unsigned long long bytes, unsigned long long total) {
    show_file_progress(globals, files, bytes, total);
  };
  const VerifyReport report =
      verify(layout, options, watch, [] { return std::chrono::system_clock::now(); });
  hide_progress_line();
  if (!arguments.json) print_report(globals, report);
  std::cout.flush();
  globals.status = report.damage > 0 ? kDamaged : kDone;
}

}  // namespace

void add_verify(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* command = app.add_subcommand(
      "verify", say(globals, "kiểm tra kho còn nguyên vẹn", "check that the archive is whole"));
  command->add_flag("--json", arguments->json,
                    say(globals, "mỗi chỗ hỏng một dòng JSON", "one JSON object a finding"));
  command
      ->add_option("--max-duration", arguments->max_duration,
                   say(globals, "dừng sau thời gian này, lần sau làm tiếp: 30m, 2h, 90s",
                       "stop after this time and go on next time: 30m, 2h, 90s"))
      ->check([](const std::string& text) {
        return parse_duration(text) ? std::string() : "30m, 2h, 90s: " + text;
      });
  command->add_flag("--thorough", arguments->thorough,
                    say(globals, "bỏ qua bộ đệm, kiểm từng thành phần gói bằng cả hai mã băm",
                        "past the cache, and members against both manifests"));
  command->add_option("--anchor", arguments->anchors,
                      say(globals, "tệp dấu neo giữ ở nơi khác", "anchor kept elsewhere"));
  command->add_option("--jobs", arguments->jobs,
                      say(globals, "số tệp đọc cùng lúc", "files read at a time"));
  command->callback([arguments, &globals] { run_verify(*arguments, globals); });
}

}  // namespace sohoa
