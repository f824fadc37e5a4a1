#include "samples/make/random_letters.h"

#include <array>

#include "samples/make/random_words.h"

namespace sohoa::samples {

namespace {

struct Office {
  Form form;
  const char* superior;
  const char* issuer;
  const char* agency;
  const char* code;
};

constexpr std::array kOffices = {
    Office{Form::party, "ĐẢNG BỘ TỈNH TÂN GIANG", "TỈNH UỶ TÂN GIANG", "Tỉnh uỷ Tân Giang", "TU"},
    Office{Form::party, "TỈNH UỶ TÂN GIANG", "BAN DÂN VẬN", "Ban Dân vận Tỉnh uỷ Tân Giang",
           "BDVTU"},
    Office{Form::state, "TỈNH TÂN GIANG", "ỦY BAN NHÂN DÂN", "Ủy ban nhân dân tỉnh Tân Giang",
           "UBND"},
    Office{Form::state, "UBND TỈNH TÂN GIANG", "SỞ Y TẾ", "Sở Y tế", "SYT"},
};

struct Kind {
  const char* type;
  const char* name;
  const char* code;
};

constexpr std::array kKinds = {
    Kind{"THÔNG BÁO", "thông báo", "TB"}, Kind{"BÁO CÁO", "báo cáo", "BC"},
    Kind{"KẾ HOẠCH", "kế hoạch", "KH"},   Kind{"HƯỚNG DẪN", "hướng dẫn", "HD"},
    Kind{"TỜ TRÌNH", "tờ trình", "TTr"},
};

constexpr std::array kSubjects = {
    "về công tác vệ sinh môi trường và phòng, chống dịch bệnh mùa hè",
    "kết quả kiểm tra kho tàng, sổ sách của các đơn vị trực thuộc",
    "về việc tu sửa hồ chứa, kênh mương trước mùa mưa lũ",
    "tình hình thực hiện nhiệm vụ quý III và phương hướng quý IV",
    "về việc sắp xếp, số hoá hồ sơ và tài liệu lưu trữ của cơ quan",
};

constexpr std::array kSigners = {"Trịnh Quang Hưởng",   "Vũ Thị Hoài Miên", "Đặng Khắc Thiệp",
                                 "Nông Thị Hiền Lương", "Cao Văn Thuyết",   "Phùng Gia Khánh"};

std::string written(const std::string& text, bool by_hand) {
  return by_hand ? "{" + text + "}" : text;
}

Letter compose(Random& random, bool by_hand, std::vector<std::string> pool) {
  const Office& office = any_of(kOffices, random);
  const Kind& kind = any_of(kKinds, random);
  const bool party = office.form == Form::party;
  Letter letter;
  letter.form = office.form;
  letter.superior = {office.superior};
  letter.issuer = {office.issuer};
  letter.agency = office.agency;
  letter.type = kind.type;
  letter.type_name = kind.name;
  const std::string number = std::to_string(100 + random.below(900));
  letter.notation = (party ? "Số " : "Số: ") + written(number, by_hand) + (party ? "-" : "/") +
                    kind.code + (party ? "/" : "-") + office.code;
  letter.place_date = "Tân Giang, ngày " + written(two_digits(10 + random.below(18)), by_hand) +
                      " tháng " + std::to_string(3 + random.below(7)) + " năm " +
                      std::to_string(2012 + random.below(13));
  letter.subject = {any_of(kSubjects, random)};
  const int count = 6 + random.below(2);
  for (int i = 0; i < count; ++i) {
    const auto pick = static_cast<std::size_t>(random.below(static_cast<int>(pool.size())));
    letter.body.push_back(std::to_string(i + 1) + ". " + filled(pool[pick], random));
    pool.erase(pool.begin() + static_cast<std::ptrdiff_t>(pick));
  }
  letter.sign = party ? std::vector<std::string>{"T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"}
                      : std::vector<std::string>{"KT. THỦ TRƯỞNG", "PHÓ THỦ TRƯỞNG"};
  letter.name = any_of(kSigners, random);
  letter.to = {"- Như trên,", "- Các cơ quan liên quan,", "- Lưu Văn phòng."};
  finish(letter);
  return letter;
}

int quality_of(Degree degree) {
  switch (degree) {
    case Degree::clean:
      return 90;
    case Degree::light:
      return 75;
    case Degree::stained:
      return 60;
    case Degree::bad:
      return 40;
  }
  return 75;
}

}  // namespace

Sample random_letter(std::uint64_t seed, int index, Degree degree,
                     const std::string& paragraphs_file) {
  Random random(seed * 1000003 + static_cast<std::uint64_t>(index));
  const bool inked = degree != Degree::clean;
  std::vector<std::string> pool = lines_of_file(paragraphs_file);
  Letter letter = compose(random, inked, pool);
  SettingOptions options;
  options.family = random.unit() < 0.5 ? "Tinos" : "TeX Gyre Termes";
  std::vector<SetPage> set = set_letter(letter, options);
  while (set.size() > 1) {
    letter.body.pop_back();
    set = set_letter(letter, options);
  }
  Recipe recipe;
  recipe.file = "letter-" + two_digits(index / 100) + two_digits(index) + ".jpg";
  recipe.dpi = 300;
  recipe.degree = degree;
  recipe.seal = inked;
  const InkedPages pages = ink_pages(letter, set, recipe, random.next());
  Sample sample;
  sample.file = recipe.file;
  sample.bytes = jpeg_of(pages.pages.front(), Colour::colour, quality_of(degree));
  sample.text = pages.text;
  sample.stamps = pages.stamps;
  sample.fields = fields_of(sample.file, &letter, 1, "archived", "none");
  return sample;
}

}  // namespace sohoa::samples
