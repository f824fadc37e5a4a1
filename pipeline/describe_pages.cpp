#include "pipeline/describe_pages.h"

#include "document/error.h"
#include "document/turn_layout.h"
#include "records/describe.h"

namespace sohoa {

namespace {

std::vector<TextLayout> upright(const PagesRead& read, TextLayout PageResult::*layout) {
  std::vector<TextLayout> layouts;
  for (const PageResult& page : read.pages)
    layouts.push_back(turned(page.*layout, page.quarter_turns));
  return layouts;
}

// A box on the upright page, as a box on the page as it was scanned.
PixelBox as_scanned(const PixelBox& box, const PageResult& page) {
  TextLayout upright_page = turned(page.layout, page.quarter_turns);
  upright_page.blocks = {{BlockKind::text, box, {}}};
  return turned(upright_page, -page.quarter_turns).blocks.front().box;
}

}  // namespace

Screening screen_pages(const PagesRead& read) {
  if (!read.pages.empty() && read.pages.front().unreadable) {
    const bool died = read.pages.front().why == Reason::worker_died;
    throw Error(died ? ErrorKind::retry : ErrorKind::document_failed,
                died ? Reason::worker_died : Reason::first_page_unreadable, "screen",
                "whether the document is a secret stands on its first page")
        .at("", 1);
  }
  return screen(upright(read, &PageResult::layout), upright(read, &PageResult::coloured));
}

Fields describe_pages(const PagesRead& read) {
  Fields fields = describe(upright(read, &PageResult::layout));
  for (auto& [name, field] : fields)
    if (field.page > 0)
      field.box = as_scanned(field.box, read.pages.at(static_cast<std::size_t>(field.page) - 1));
  return fields;
}

}  // namespace sohoa
