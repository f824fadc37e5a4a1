#include "pipeline/exchange_tables.h"

#include <nlohmann/json.hpp>

#include "document/vietnamese_text.h"

// The files become part of the program: nothing to find or to lose.
#define SOHOA_EMBED(symbol, file)          \
  asm(".section .rodata\n"                 \
      ".global sohoa_table_" symbol        \
      "\n"                                 \
      ".hidden sohoa_table_" symbol        \
      "\n"                                 \
      "sohoa_table_" symbol                \
      ":\n"                                \
      ".incbin \"" SOHOA_PACKAGES "/" file \
      "\"\n"                               \
      ".byte 0\n"                          \
      ".previous\n")

SOHOA_EMBED("columns", "columns.json");
SOHOA_EMBED("tt05_2025_aip", "tt05-2025-aip.json");
SOHOA_EMBED("tt05_2025_sip", "tt05-2025-sip.json");

extern "C" {
extern const char sohoa_table_columns[];
extern const char sohoa_table_tt05_2025_aip[];
extern const char sohoa_table_tt05_2025_sip[];
}

namespace sohoa {

namespace {

std::vector<DescriptionColumn> read_columns() {
  std::vector<DescriptionColumn> columns;
  const auto json = nlohmann::json::parse(built_in_table("columns"));
  for (const auto& entry : json.at("columns"))
    columns.push_back({entry.at("key").get<std::string>(), entry.at("vi").get<std::string>(),
                       entry.at("en").get<std::string>(),
                       entry.at("also").get<std::vector<std::string>>(), entry.value("date", false),
                       entry.value("told", false)});
  return columns;
}

std::string compared(std::string_view heading) {
  std::string words;
  for (const char c : fold(heading))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) words += c;
  return words;
}

bool names(const DescriptionColumn& column, const std::string& heading) {
  if (heading == compared(column.vietnamese) || heading == compared(column.english) ||
      heading == compared(column.key))
    return true;
  for (const std::string& other : column.also)
    if (heading == compared(other)) return true;
  return false;
}

}  // namespace

const std::vector<DescriptionColumn>& description_columns() {
  static const std::vector<DescriptionColumn> columns = read_columns();
  return columns;
}

const DescriptionColumn* column_of(std::string_view heading) {
  const std::string wanted = compared(heading);
  if (wanted.empty()) return nullptr;
  for (const DescriptionColumn& column : description_columns())
    if (names(column, wanted)) return &column;
  return nullptr;
}

std::string_view built_in_table(std::string_view name) {
  if (name == "columns") return sohoa_table_columns;
  if (name == "tt05-2025-aip") return sohoa_table_tt05_2025_aip;
  if (name == "tt05-2025-sip") return sohoa_table_tt05_2025_sip;
  return {};
}

std::vector<std::string> package_rule_names() {
  return {"tt05-2025-aip", "tt05-2025-sip"};
}

}  // namespace sohoa
