#include "ocr/correct_syllable.h"

#include <algorithm>
#include <array>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// Longest first where one begins another; the empty one last.
constexpr std::array<std::u32string_view, 28> kInitials = {
    U"ngh", U"ng", U"nh", U"ch", U"gh", U"gi", U"kh", U"ph", U"qu", U"th", U"tr", U"b", U"c", U"d",
    U"đ",   U"g",  U"h",  U"k",  U"l",  U"m",  U"n",  U"p",  U"r",  U"s",  U"t",  U"v", U"x", U""};

// Vowels of a rhyme, without tone, and the finals that may follow: '-' none,
// 1 = ng, 2 = nh, 3 = ch, else the letter itself. After the usual tables of
// the orthography (Đoàn Thiện Thuật, Ngữ âm tiếng Việt).
struct Nucleus {
  std::u32string_view vowels;
  std::u32string_view finals;
};
constexpr std::array<Nucleus, 50> kNuclei = {{
    {U"a", U"-ctpmn123iouy"},
    {U"ă", U"ctpmn1"},
    {U"â", U"ctpmn1uy"},
    {U"e", U"-ctpmn1o"},
    {U"ê", U"-tpmn23u"},
    {U"i", U"-tpmn23u"},
    {U"o", U"-ctpmn1i"},
    {U"ô", U"-ctpmn1i"},
    {U"ơ", U"-tpmni"},
    {U"u", U"-ctpmn1i"},
    {U"ư", U"-ctmn1u"},
    {U"y", U"-"},
    {U"ai", U"-"},
    {U"ia", U"-"},
    {U"iê", U"ctpmn1u"},
    {U"yê", U"tmn1u"},
    {U"ua", U"-"},
    {U"uô", U"ctmn1i"},
    {U"ưa", U"-"},
    {U"ươ", U"ctpmn1iu"},
    {U"oa", U"-ctpmn123iyo"},
    {U"oă", U"ctmn1"},
    {U"oe", U"-tnmo"},
    {U"oo", U"cn1"},
    {U"uê", U"-nt23u"},
    {U"uơ", U"-"},
    {U"uy", U"-tnp23u"},
    {U"uyê", U"tn"},
    {U"uya", U"-"},
    {U"uâ", U"tn1y"},
    {U"ay", U"-"},
    {U"ao", U"-"},
    {U"au", U"-"},
    {U"âu", U"-"},
    {U"ây", U"-"},
    {U"eo", U"-"},
    {U"êu", U"-"},
    {U"iu", U"-"},
    {U"oi", U"-"},
    {U"ôi", U"-"},
    {U"ơi", U"-"},
    {U"ui", U"-"},
    {U"ưi", U"-"},
    {U"ưu", U"-"},
    {U"iêu", U"-"},
    {U"yêu", U"-"},
    {U"uôi", U"-"},
    {U"ươi", U"-"},
    {U"ươu", U"-"},
    {U"ôô", U"1"},
}};

std::u32string_view final_of(char32_t sign) {
  static constexpr std::u32string_view kSingle = U"ctpmniouy";
  switch (sign) {
    case U'-':
      return U"";
    case U'1':
      return U"ng";
    case U'2':
      return U"nh";
    case U'3':
      return U"ch";
    default:
      return kSingle.substr(kSingle.find(sign), 1);
  }
}

bool is_possible_rhyme(std::u32string_view rhyme, Tone tone) {
  for (const Nucleus& nucleus : kNuclei) {
    if (rhyme.substr(0, nucleus.vowels.size()) != nucleus.vowels) continue;
    const std::u32string_view rest = rhyme.substr(nucleus.vowels.size());
    for (const char32_t sign : nucleus.finals) {
      if (final_of(sign) != rest) continue;
      const bool stopped = sign == U'c' || sign == U't' || sign == U'p' || sign == U'3';
      return !stopped || tone == Tone::acute || tone == Tone::dot;
    }
  }
  return false;
}

bool fits_initial(std::u32string_view initial, std::u32string_view rhyme) {
  const bool front = !rhyme.empty() &&
                     (rhyme[0] == U'i' || rhyme[0] == U'e' || rhyme[0] == U'ê' || rhyme[0] == U'y');
  if (initial == U"k" || initial == U"gh" || initial == U"ngh") return front;
  if (initial == U"c" || initial == U"ng") return !front;
  if (initial == U"g") return rhyme == U"i" || !front;
  return true;
}

}  // namespace

bool is_possible_syllable(std::u32string_view lower) {
  std::u32string shaped;
  Tone tone = Tone::level;
  for (const char32_t c : lower) {
    const VietnameseLetter letter = take_apart(c);
    if (letter.tone != Tone::level) {
      if (tone != Tone::level) return false;
      tone = letter.tone;
    }
    shaped.push_back(letter.shaped);
  }
  for (const std::u32string_view initial : kInitials) {
    if (std::u32string_view(shaped).substr(0, initial.size()) != initial) continue;
    const std::u32string_view rhyme = std::u32string_view(shaped).substr(initial.size());
    if (fits_initial(initial, rhyme) && is_possible_rhyme(rhyme, tone)) return true;
    // quy, quyết: the u is a glide before a vowel of its own; giêng: gi + êng or g + iêng.
    if (initial == U"gi" && is_possible_rhyme(U"i" + std::u32string(rhyme), tone)) return true;
    if (initial == U"qu" && is_possible_rhyme(U"u" + std::u32string(rhyme), tone)) return true;
  }
  return false;
}

std::u32string with_stroke(std::u32string_view letters) {
  std::u32string result(letters);
  for (char32_t& c : result) {
    if (c == U'Ð') c = U'Đ';
    if (c == U'ð') c = U'đ';
  }
  return result;
}

std::u32string with_tone_on_last_vowel(std::u32string_view lower) {
  std::u32string result(lower);
  if (result.size() < 2) return result;
  char32_t& first = result[result.size() - 2];
  char32_t& second = result[result.size() - 1];
  const VietnameseLetter a = take_apart(first), b = take_apart(second);
  const bool pair = (a.shaped == U'o' && (b.shaped == U'a' || b.shaped == U'e')) ||
                    (a.shaped == U'u' && b.shaped == U'y');
  if (!pair || a.tone == Tone::level || b.tone != Tone::level) return result;
  second = put_together({b.plain, b.shaped, a.tone, false});
  first = a.shaped;
  return result;
}

std::u32string in_capitals_of(std::u32string_view key, std::u32string_view model) {
  std::size_t upper = 0;
  for (const char32_t c : model) upper += take_apart(c).upper ? 1 : 0;
  const bool first = !model.empty() && take_apart(model.front()).upper;
  const bool all = upper > 1 && upper * 2 >= model.size();
  std::u32string result(key);
  for (std::size_t i = 0; i < result.size(); ++i)
    if (all || (first && i == 0)) result[i] = to_code_points(to_upper(to_utf8({&result[i], 1})))[0];
  return result;
}

}  // namespace sohoa
