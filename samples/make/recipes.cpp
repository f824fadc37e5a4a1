#include "samples/make/recipe.h"

namespace sohoa::samples {

namespace {

using enum Container;
using enum Colour;

Recipe recipe(const char* file, const char* letter, Container container, double dpi, Colour ink,
              Degree degree) {
  Recipe made;
  made.file = file;
  made.letter = letter;
  made.container = container;
  made.dpi = dpi;
  made.colour = ink;
  made.degree = degree;
  return made;
}

Recipe arrived(Recipe made, const char* number, const char* day) {
  made.incoming_number = number;
  made.incoming_day = day;
  return made;
}

Recipe lying(Recipe made, int quarter_turns) {
  made.quarter_turns = quarter_turns;
  return made;
}

Recipe set_in(Recipe made, const char* family) {
  made.family = family;
  return made;
}

}  // namespace

// clang-format off
const std::vector<Recipe>& all_recipes() {
  static const std::vector<Recipe> recipes = {
    recipe("quyet-dinh-tinh-uy.pdf", "party-decision-team", pdf, 200, colour, Degree::light),
    recipe("nghi-quyet-nhieu-trang.pdf", "party-resolution-forest", pdf, 200, grey, Degree::light),
    recipe("chi-thi-g4.tif", "party-directive-water", tiff_g4, 300, bilevel, Degree::light),
    set_in(recipe("ket-luan-giay-cu.pdf", "party-conclusion-schools", pdf, 200, colour, Degree::bad), "TeX Gyre Termes"),
    recipe("thong-bao-o-nuoc.jpg", "party-notice-meeting", jpeg, 200, colour, Degree::stained),
    recipe("bao-cao-co-trang-trong.pdf", "party-report-cells", pdf, 200, grey, Degree::stained),
    arrived(recipe("cong-van-dau-den.pdf", "party-letter-records", pdf, 200, colour, Degree::light), "0652", "18/4/24"),
    recipe("cong-van-dau-mat.pdf", "party-letter-secret", pdf, 200, colour, Degree::light),
    recipe("quyet-dinh-ubnd-bang.pdf", "state-decision-plan", pdf, 200, colour, Degree::light),
    recipe("ke-hoach-huyen.pdf", "state-plan-census", pdf_jpeg2000, 200, grey, Degree::light),
    lying(recipe("to-trinh-xoay-90.pdf", "state-submission-bridge", pdf, 200, colour, Degree::light), 1),
    arrived(recipe("cong-van-so-xay-dung.jpg", "state-letter-fire", jpeg, 200, colour, Degree::light), "3018", "16/5/24"),
    set_in(recipe("giay-moi.jpg", "state-invitation", jpeg, 300, grey, Degree::light), "TeX Gyre Termes"),
    recipe("cong-dien-khan.webp", "state-telegram-storm", webp, 200, colour, Degree::light),
    recipe("bien-ban-hai-chu-ky.jp2", "state-minutes-handover", jpeg2000, 200, grey, Degree::light),
    recipe("danh-sach-hoc-vien.tif", "state-list-training", tiff_lzw, 200, bilevel, Degree::light),
    set_in(recipe("quy-che-hai-cot.pdf", "state-rules-columns", pdf, 300, bilevel, Degree::light), "TeX Gyre Termes"),
    recipe("thong-bao-so.pdf", "state-notice-digital", pdf_digital, 200, colour, Degree::clean),
    recipe("cong-van-ky-so.pdf", "state-letter-signed", pdf_signed, 200, colour, Degree::clean),
    recipe("bao-cao-danh-may-1979.tif", "typewriter-report-1979", tiff_jpeg, 200, colour, Degree::stained),
    recipe("quyet-dinh-danh-may-1986.tif", "typewriter-decision-1986", tiff_g3, 300, bilevel, Degree::light),
    recipe("quyet-dinh-100dpi.png", "party-decision-team", png, 100, grey, Degree::clean),
    recipe("ket-luan-den-trang.bmp", "party-conclusion-schools", bmp, 200, bilevel, Degree::stained),
    lying(recipe("ke-hoach-nguoc-dau.tif", "state-plan-census", tiff_deflate, 200, bilevel, Degree::light), 2),
  };
  return recipes;
}

const std::vector<Recipe>& zip_recipes() {
  static const std::vector<Recipe> recipes = {
    recipe("hop-01/thong-bao.tif", "party-notice-meeting", tiff_g4, 200, bilevel, Degree::clean),
    recipe("hop-01/to-trinh.jpg", "state-submission-bridge", jpeg, 150, grey, Degree::light),
    recipe("hop-02.zip/giay-moi.png", "state-invitation", png, 200, bilevel, Degree::clean),
  };
  return recipes;
}
// clang-format on

}  // namespace sohoa::samples
