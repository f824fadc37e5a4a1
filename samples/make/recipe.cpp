#include "samples/make/recipe.h"

#include <nlohmann/json.hpp>

#include "samples/make/draw_page.h"
#include "samples/make/odd_files.h"
#include "samples/make/seal_and_stamps.h"

namespace sohoa::samples {

namespace {

// FNV-1a, so that a sample's random numbers depend on its name alone.
std::uint64_t seed_of(const std::string& name) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash >> 8;
}

Seal seal_of(const Letter& letter) {
  if (letter.form == Form::party) return {"ĐẢNG CỘNG SẢN VIỆT NAM", "TỈNH TÂN GIANG", "TỈNH UỶ"};
  std::string upper = "C.H.X.H.C.N VIỆT NAM - ";
  upper += joined(letter.issuer);
  return {upper, "TỈNH TÂN GIANG", "TÂN GIANG"};
}

Point below(Point at, double points) {
  return {at.x, at.y + points};
}

std::string lines_of(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += word + "\n";
  return all;
}

void put_ink_on(_cairo* cairo, const Letter& letter, const SetPage& page, const Recipe& recipe,
                bool first, std::vector<std::string>& words, Random& random) {
  for (const SetHandwriting& hand : page.handwriting) draw_handwriting(cairo, hand, random);
  if (page.signature && recipe.seal) {
    draw_signature(cairo, {page.signature->x + 6, page.signature->y}, random);
    const Seal seal = seal_of(letter);
    const double strength = random.between(0.55, 0.95);
    draw_seal(cairo, seal, {page.signature->x - 44, page.signature->y - 3}, strength, random);
    for (const std::string& part : {seal.upper, seal.lower, seal.middle}) words.push_back(part);
  }
  if (!first) return;
  Point place = page.left_header_end;
  if (!letter.secrecy.empty()) {
    place = below(place, 22);
    draw_framed_stamp(cairo, letter.secrecy, place, random.between(-0.04, 0.04), words, random);
  }
  if (!letter.urgency.empty()) {
    place = below(place, letter.secrecy.empty() ? 22 : 34);
    draw_framed_stamp(cairo, letter.urgency, place, random.between(-0.04, 0.04), words, random);
  }
  if (!recipe.incoming_number.empty())
    draw_incoming_stamp(cairo,
                        letter.form == Form::party ? "VĂN PHÒNG TỈNH UỶ" : "VĂN PHÒNG UBND TỈNH",
                        recipe.incoming_number, recipe.incoming_day, {place.x - 6, place.y + 46},
                        random.between(-0.06, 0.06), words, random);
}

Raster drawn(const SetPage& page, double dpi, Random& random) {
  Raster raster;
  Canvas canvas(dpi, &raster);
  draw_type(canvas.cairo(), page, random);
  canvas.finish();
  return raster;
}

// The page whose back this is: duplex neighbours, or an offprint of page 1.
std::size_t other_side(const std::vector<SetPage>& set, std::size_t page) {
  const std::size_t other = page ^ 1U;
  return other < set.size() && !set[other].lines.empty() ? other : 0;
}

std::string bytes_of(const Recipe& recipe, const std::vector<Raster>& pages,
                     const std::vector<SetPage>& set, const Letter& letter) {
  const Raster& first = pages.front();
  switch (recipe.container) {
    case Container::pdf:
      return pdf_of(pages, {recipe.colour, recipe.jpeg_quality, false});
    case Container::pdf_jpeg2000:
      return pdf_of(pages, {recipe.colour, 0, true});
    case Container::pdf_digital:
      return draw_pdf(set, {letter.type + " " + letter.plain_notation, {}, ""});
    case Container::pdf_signed:
      return signed_pdf(first, set, letter);
    case Container::tiff_g4:
      return tiff_of(pages, recipe.colour, TiffCoding::g4);
    case Container::tiff_g3:
      return tiff_of(pages, recipe.colour, TiffCoding::g3);
    case Container::tiff_lzw:
      return tiff_of(pages, recipe.colour, TiffCoding::lzw);
    case Container::tiff_deflate:
      return tiff_of(pages, recipe.colour, TiffCoding::deflate);
    case Container::tiff_jpeg:
      return tiff_of(pages, recipe.colour, TiffCoding::jpeg);
    case Container::jpeg:
      return jpeg_of(first, recipe.colour, recipe.jpeg_quality);
    case Container::png:
      return png_of(first, recipe.colour);
    case Container::webp:
      return webp_of(first, recipe.jpeg_quality);
    case Container::jpeg2000:
      return jpeg2000_of(first, recipe.colour);
    case Container::bmp:
      return bmp_of(first, recipe.colour);
  }
  return "";
}

}  // namespace

InkedPages ink_pages(const Letter& letter, const std::vector<SetPage>& set, const Recipe& recipe,
                     std::uint64_t seed) {
  Random random(seed);
  InkedPages inked;
  const Ageing document = ageing_of(recipe.degree, random);
  for (std::size_t i = 0; i < set.size(); ++i) {
    Raster front;
    Canvas canvas(recipe.dpi, &front);
    draw_type(canvas.cairo(), set[i], random);
    std::vector<std::string> words;
    put_ink_on(canvas.cairo(), letter, set[i], recipe, i == 0, words, random);
    canvas.finish();
    Ageing ageing = ageing_of(recipe.degree, random);
    ageing.paper = document.paper;
    const Raster back =
        ageing.show_through > 0 ? drawn(set[other_side(set, i)], recipe.dpi, random) : Raster();
    inked.pages.push_back(age(front, back, ageing, random));
    if (i > 0) {
      inked.text += '\f';
      inked.stamps += '\f';
    }
    inked.text += set[i].text();
    inked.stamps += lines_of(words);
  }
  return inked;
}

Sample make_sample(const Recipe& recipe, const std::string& letters_folder) {
  const Letter letter = read_letter(letters_folder + "/" + recipe.letter + ".txt");
  SettingOptions options;
  options.family = recipe.family;
  if (letter.form == Form::typewriter) options = {"TeX Gyre Cursor", 11, 20, 0};
  // A công văn has no title beside which a stamp finds room.
  const bool stamped = !letter.secrecy.empty() || !letter.urgency.empty();
  if (letter.type.empty() && stamped) options.stamp_room = 28;
  if (letter.type.empty() && !recipe.incoming_number.empty()) options.stamp_room = 72;
  const std::vector<SetPage> set = set_letter(letter, options);
  InkedPages inked = ink_pages(letter, set, recipe, seed_of(recipe.file));
  for (Raster& page : inked.pages) page = turned(page, recipe.quarter_turns);
  Sample sample;
  sample.file = recipe.file;
  sample.bytes = bytes_of(recipe, inked.pages, set, letter);
  sample.text = inked.text;
  if (recipe.container != Container::pdf_digital) sample.stamps = inked.stamps;
  const bool secret = !letter.secrecy.empty();
  sample.fields =
      fields_of(recipe.file, &letter, static_cast<int>(set.size()),
                secret ? "quarantined" : "archived", secret ? "suspected_secret" : "none");
  return sample;
}

std::string fields_of(const std::string& file, const Letter* letter, int pages,
                      const std::string& outcome, const std::string& reason) {
  nlohmann::ordered_json object;
  object["file"] = file;
  object["outcome"] = outcome;
  object["reason"] = reason;
  object["pages"] = pages;
  if (letter != nullptr) {
    object["agency"] = letter->agency;
    object["notation"] = letter->plain_notation;
    object["issued_date"] = letter->issued_date;
    object["type"] = letter->type_name;
    object["subject"] = joined(letter->subject);
    object["signer"] = letter->name;
    if (!letter->urgency.empty()) object["urgency"] = letter->urgency;
    if (!letter->secrecy.empty()) object["secrecy"] = letter->secrecy;
    const bool by_hand = letter->notation.find('{') != std::string::npos;
    object["number_by_hand"] = by_hand;
  }
  return object.dump();
}

}  // namespace sohoa::samples
