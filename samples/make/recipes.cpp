#include "samples/make/recipe.h"

namespace sohoa::samples {

const std::vector<Recipe>& all_recipes() {
  static const std::vector<Recipe> recipes = [] {
    std::vector<Recipe> all;
    const auto add = [&](const char* file, const char* letter, Container container, double dpi,
                         Colour colour, Degree degree) -> Recipe& {
      Recipe recipe;
      recipe.file = file;
      recipe.letter = letter;
      recipe.container = container;
      recipe.dpi = dpi;
      recipe.colour = colour;
      recipe.degree = degree;
      all.push_back(recipe);
      return all.back();
    };
    using enum Container;
    using enum Colour;
    add("quyet-dinh-tinh-uy.pdf", "party-decision-team", pdf, 200, colour, Degree::light);
    add("quyet-dinh-ubnd-bang.pdf", "state-decision-plan", pdf, 200, colour, Degree::light);
    add("cong-van-so-xay-dung.jpg", "state-letter-fire", jpeg, 200, colour, Degree::light);
    add("bao-cao-danh-may-1979.tif", "typewriter-report-1979", tiff_jpeg, 200, colour,
        Degree::stained);
    add("quyet-dinh-den-trang-g4.tif", "party-decision-team", tiff_g4, 300, bilevel, Degree::light);
    add("cong-van-xam-100dpi.png", "state-letter-fire", png, 100, grey, Degree::light);
    return all;
  }();
  return recipes;
}

}  // namespace sohoa::samples
