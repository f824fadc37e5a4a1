#include "pdf/text_layer_syllable.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <string>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// Longest first, so that the first fit is the right one. The empty onset ends it.
constexpr std::array<std::u32string_view, 28> kOnsets = {
    U"ngh", U"ng", U"nh", U"gh", U"gi", U"kh", U"ph", U"qu", U"th", U"tr", U"ch", U"b", U"c", U"d",
    U"đ",   U"g",  U"h",  U"k",  U"l",  U"m",  U"n",  U"p",  U"r",  U"s",  U"t",  U"v", U"x", U""};

// ăk is for the names of the highlands only: Đắk Lắk.
constexpr const char* kRhymes =
    "a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo "
    "oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơp ơt "
    "u ua uâc uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uơn up ut "
    "uy uya uych uyên uyêt uyn uynh uyp uyt uyu uôc uôi uôm uôn uông uôt "
    "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y ych yt ynh ";

const std::set<std::u32string>& rhymes() {
  static const std::set<std::u32string> all = [] {
    std::set<std::u32string> set;
    std::istringstream words(kRhymes);
    for (std::string word; words >> word;) set.insert(to_code_points(word));
    return set;
  }();
  return all;
}

bool is_front_vowel(char32_t c) {
  return c == U'i' || c == U'e' || c == U'ê' || c == U'y';
}

// Which of c/k, g/gh, ng/ngh stands before which vowel.
bool onset_fits(std::u32string_view onset, std::u32string_view rhyme) {
  const bool front = is_front_vowel(rhyme[0]);
  if (onset == U"k") return front;
  if (onset == U"gh" || onset == U"ngh") return front && rhyme[0] != U'y';
  if (onset == U"c" || onset == U"g" || onset == U"ng") return !front;
  if (onset == U"qu") return rhyme[0] != U'u' && rhyme[0] != U'ư';
  return true;
}

bool is_rhyme(std::u32string_view rhyme) {
  return rhymes().count(std::u32string(rhyme)) > 0;
}

bool is_spelled(std::u32string_view toneless) {
  // The i of gi is also the vowel: gì, gìn, giếng.
  if (toneless.substr(0, 2) == U"gi" && is_rhyme(toneless.substr(1))) return true;
  return std::any_of(kOnsets.begin(), kOnsets.end(), [&](std::u32string_view onset) {
    if (toneless.substr(0, onset.size()) != onset) return false;
    const std::u32string_view rhyme = toneless.substr(onset.size());
    return !rhyme.empty() && is_rhyme(rhyme) && onset_fits(onset, rhyme);
  });
}

bool ends_in_stop(std::u32string_view toneless) {
  const char32_t last = toneless.back();
  const char32_t before = toneless.size() > 1 ? toneless[toneless.size() - 2] : U' ';
  return last == U'c' || last == U'p' || last == U't' || (last == U'h' && before == U'c');
}

}  // namespace

bool is_syllable(std::u32string_view word) {
  if (word.empty() || word.size() > 7) return false;
  std::u32string toneless;
  Tone tone = Tone::level;
  for (const char32_t c : word) {
    const VietnameseLetter letter = take_apart(c);
    if (letter.tone != Tone::level) {
      if (tone != Tone::level) return false;
      tone = letter.tone;
    }
    toneless += letter.shaped;
  }
  if (!is_spelled(toneless)) return false;
  // Without any tone it may be an unmarked abbreviation or a stripped word; a
  // wrong tone on a closed syllable is always a mistake.
  return !ends_in_stop(toneless) || tone == Tone::acute || tone == Tone::dot || tone == Tone::level;
}

bool is_plain_word(std::u32string_view word) {
  std::size_t vowels = 0;
  std::size_t run = 0;
  bool last_vowel = false;
  for (const char32_t c : word) {
    if (c < U'a' || c > U'z') return false;
    const bool vowel = std::u32string_view(U"aeiouy").find(c) != std::u32string_view::npos;
    run = vowel == last_vowel ? run + 1 : 1;
    last_vowel = vowel;
    if (run > 4) return false;
    if (vowel) ++vowels;
  }
  return vowels > 0 && word.size() <= 24;
}

}  // namespace sohoa
