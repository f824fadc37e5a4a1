#include "samples/make/letter.h"

#include <fstream>
#include <map>
#include <regex>
#include <stdexcept>

namespace sohoa::samples {

namespace {

void erase_all(std::string& text, const std::string& what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
    text.erase(at, what.size());
}

Form form_from(const std::string& name) {
  if (name == "party") return Form::party;
  if (name == "state") return Form::state;
  if (name == "typewriter") return Form::typewriter;
  throw std::runtime_error("form is \"" + name + "\"; it must be party, state or typewriter");
}

// "…, ngày 05 tháng 3 năm 2025" -> "2025-03-05"
std::string iso_date(const std::string& place_date) {
  static const std::regex pattern("ngày *([0-9]+) *tháng *([0-9]+) *năm *([0-9]{4})");
  std::smatch found;
  if (!std::regex_search(place_date, found, pattern)) return "";
  const auto padded = [](const std::string& digits) {
    return digits.size() < 2 ? "0" + digits : digits;
  };
  return found[3].str() + "-" + padded(found[2]) + "-" + padded(found[1]);
}

std::string notation_of(const std::string& printed) {
  std::string plain = without_marks(printed);
  for (const char* opening : {"Số:", "Số"})
    if (plain.rfind(opening, 0) == 0) {
      plain.erase(0, std::string(opening).size());
      break;
    }
  plain.erase(0, plain.find_first_not_of(' '));
  return plain;
}

void take(Letter& letter, const std::string& key, const std::string& value) {
  const std::map<std::string, std::vector<std::string>*> lists = {
      {"superior", &letter.superior},   {"issuer", &letter.issuer}, {"subject", &letter.subject},
      {"address", &letter.address},     {"sign", &letter.sign},     {"to", &letter.to},
      {"left_sign", &letter.left_sign},
  };
  const std::map<std::string, std::string*> singles = {
      {"notation", &letter.notation},   {"place_date", &letter.place_date},
      {"type", &letter.type},           {"name", &letter.name},
      {"left_name", &letter.left_name}, {"type_name", &letter.type_name},
      {"urgency", &letter.urgency},     {"secrecy", &letter.secrecy},
      {"agency", &letter.agency},
  };
  if (key == "form")
    letter.form = form_from(value);
  else if (const auto list = lists.find(key); list != lists.end())
    list->second->push_back(value);
  else if (const auto single = singles.find(key); single != singles.end())
    *single->second = value;
  else
    throw std::runtime_error("unknown key \"" + key + "\"");
}

void read_header_line(Letter& letter, const std::string& line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos) throw std::runtime_error("no colon in \"" + line + "\"");
  std::string value = line.substr(colon + 1);
  value.erase(0, value.find_first_not_of(' '));
  take(letter, line.substr(0, colon), value);
}

}  // namespace

std::string without_marks(const std::string& text) {
  std::string plain = text;
  for (const char* mark : {"**", "__", "{", "}"}) erase_all(plain, mark);
  return plain;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) {
    if (!all.empty()) all += ' ';
    all += line;
  }
  return all;
}

Letter read_letter(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  Letter letter;
  bool in_body = false;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) continue;
    if (!in_body && line == "---") {
      in_body = true;
    } else if (in_body) {
      letter.body.push_back(line);
    } else {
      try {
        read_header_line(letter, line);
      } catch (const std::runtime_error& error) {
        throw std::runtime_error(path + ":" + std::to_string(number) + ": " + error.what());
      }
    }
  }
  finish(letter);
  return letter;
}

void finish(Letter& letter) {
  if (letter.agency.empty()) letter.agency = joined(letter.issuer);
  letter.issued_date = iso_date(without_marks(letter.place_date));
  letter.plain_notation = notation_of(letter.notation);
}

}  // namespace sohoa::samples
