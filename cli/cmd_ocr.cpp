// sohoa ocr FILE…: reads files and writes their text, usable on its own.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/filesystem.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/page_ranges.h"
#include "cli/recognise.h"
#include "cli/run_program.h"
#include "cli/terminal_progress.h"
#include "document/layout_json.h"
#include "ocr/write_layout.h"
#include "pipeline/quality_json.h"

namespace sohoa {

namespace {

struct OcrArguments {
  std::vector<std::string> files;
  std::string output;
  std::string format = "text";
  std::string pages;
  std::string language = "Vietnamese";
  int jobs = 0;
  bool raw = false;
  bool timing = false;
};

std::string as_text(const Recognised& result) {
  std::string text;
  for (const PageResult& page : result.read.pages) {
    if (!text.empty()) text += '\f';
    text += plain_text(page.layout);
  }
  return text;
}

std::string as_json(const Recognised& result, bool timing) {
  nlohmann::ordered_json pages = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < result.read.pages.size(); ++i) {
    const PageResult& page = result.read.pages[i];
    nlohmann::ordered_json entry{{"page", result.read.numbers[i]},
                                 {"turned_clockwise", page.quarter_turns * 90},
                                 {"blank", page.quality.blank}};
    entry.update(nlohmann::ordered_json::parse(layout_to_json(page.layout)));
    if (page.layout.source != TextSource::born_digital) entry["scan"] = quality_json(page.quality);
    if (page.unreadable) entry["unreadable"] = reason_code(page.why);
    if (page.read_gently) entry["read_gently"] = true;
    if (timing)
      entry["cpu_seconds"] = {{"decode", page.decode_seconds},
                              {"clean", page.clean_seconds},
                              {"layout", page.layout_seconds},
                              {"recognise", page.recognise_seconds},
                              {"correct", page.correct_seconds}};
    pages.push_back(std::move(entry));
  }
  const nlohmann::ordered_json json{{"path", result.path}, {"pages", std::move(pages)}};
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string content(const Recognised& result, const std::string& format, bool timing) {
  if (format == "text") return as_text(result);
  if (format == "json") return as_json(result, timing);
  if (format == "pdf") return result.pdf;
  const std::vector<TextLayout> layouts = result.read.layouts();
  if (format == "hocr") return write_hocr(layouts, result.path);
  return write_alto(layouts, result.read.numbers, result.path);
}

std::string extension(const std::string& format) {
  if (format == "text") return ".txt";
  if (format == "alto") return ".alto.xml";
  if (format == "hocr") return ".hocr";
  return "." + format;
}

// Several inputs go into a folder, one file each; a single one into the file
// that was named, or standard output.
class Output {
 public:
  explicit Output(const OcrArguments& arguments)
      : arguments_(arguments),
        folder_(!arguments.output.empty() && arguments.output != "-" &&
                (arguments.files.size() > 1 || fs::is_directory(arguments.output))) {
    if (folder_) fs::create_directories(arguments.output);
  }

  void write(const Recognised& result) const {
    const std::string data = content(result, arguments_.format, arguments_.timing);
    if (arguments_.output.empty() || arguments_.output == "-") {
      std::cout.write(data.data(), static_cast<std::streamsize>(data.size())).flush();
      return;
    }
    const fs::path target =
        folder_ ? fs::path(arguments_.output) /
                      (fs::path(result.path).filename().string() + extension(arguments_.format))
                : fs::path(arguments_.output);
    std::ofstream file(target.string(), std::ios::binary | std::ios::trunc);
    file.write(data.data(), static_cast<std::streamsize>(data.size()));
    file.close();
    if (!file)
      throw Error(ErrorKind::service_broken, Reason::no_permission, "ocr",
                  "cannot write " + target.string());
  }

 private:
  const OcrArguments& arguments_;
  bool folder_;
};

struct Timing {
  double decode = 0;
  double clean = 0;
  double layout = 0;
  double recognise = 0;
  double correct = 0;
  int pages = 0;

  void add(const PagesRead& read) {
    for (const PageResult& page : read.pages) {
      decode += page.decode_seconds;
      clean += page.clean_seconds;
      layout += page.layout_seconds;
      recognise += page.recognise_seconds;
      correct += page.correct_seconds;
      ++pages;
    }
  }

  void print() const {
    const double count = std::max(pages, 1);
    std::fprintf(stderr,
                 "CPU seconds a page over %d pages: decode %.3f, clean %.3f, layout %.3f, "
                 "recognise %.3f, correct %.3f\n",
                 pages, decode / count, clean / count, layout / count, recognise / count,
                 correct / count);
  }
};

void run_ocr(const OcrArguments& arguments, Globals& globals) {
  watch_for_stop_signals();
  PoolOptions pool_options;
  pool_options.jobs = arguments.jobs;
  pool_options.language = arguments.language;
  pool_options.correct = !arguments.raw;
  WorkerPool pool(pool_options, stop_requested());
  TerminalProgress progress(globals, 0);
  const Output output(arguments);
  Timing timing;
  RecogniseOptions options{arguments.pages, arguments.format == "pdf"};
  recognise_files(arguments.files, options, pool, progress, [&](const Recognised& result) {
    progress.hide();
    timing.add(result.read);
    if (!result.failure && result.read.unreadable() == 0) return output.write(result);
    globals.status = kSomeNotTaken;
    const Reason reason = result.failure ? result.failure->reason() : Reason::page_unreadable;
    std::cerr << result.path << ": " << reason_sentence(reason, globals.language);
    if (result.failure) std::cerr << " [" << result.failure->message() << "]";
    std::cerr << '\n';
    if (!result.failure) output.write(result);
  });
  if (arguments.timing) timing.print();
}

}  // namespace

void add_ocr(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<OcrArguments>();
  CLI::App* command = app.add_subcommand(
      "ocr", say(globals, "đọc chữ trong tệp, không cần kho", "read files, no archive needed"));
  command
      ->add_option("FILE", arguments->files,
                   say(globals, "tệp cần đọc; - là đầu vào chuẩn", "files; - is standard input"))
      ->required();
  command->add_option("-o,--output", arguments->output,
                      say(globals, "tệp hoặc thư mục kết quả", "file or folder for the results"));
  command->add_option("--format", arguments->format, "text, json, alto, hocr, pdf")
      ->check(CLI::IsMember({"text", "json", "alto", "hocr", "pdf"}));
  command->add_option("--pages", arguments->pages, say(globals, "các trang, ví dụ 1-3,7", "1-3,7"))
      ->check([](const std::string& text) {
        return parse_page_ranges(text, 1) ? std::string() : "not a list of pages: " + text;
      });
  command->add_option("--jobs", arguments->jobs,
                      say(globals, "số trang đọc cùng lúc", "pages read at a time"));
  command->add_option("--lang", arguments->language,
                      say(globals, "mô hình nhận dạng", "recognition model(s)"));
  command->add_flag(
      "--raw", arguments->raw,
      say(globals, "không sửa bằng mô hình ngôn ngữ", "without correction by the language model"));
  command->add_flag("--timing", arguments->timing,
                    say(globals, "in thời gian từng khâu (trong JSON: của từng trang)",
                        "print the time of each stage (in JSON: of each page)"));
  command->callback([arguments, &globals] { run_ocr(*arguments, globals); });
}

}  // namespace sohoa
