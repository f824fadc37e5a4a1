// Owners for Leptonica's boxes and lists. For this folder's .cpp files only.
#pragma once

struct Box;
struct Boxa;
struct Pixa;

namespace sohoa {

struct BoxDeleter {
  void operator()(Box* box) const;
};
struct BoxaDeleter {
  void operator()(Boxa* boxes) const;
};
struct PixaDeleter {
  void operator()(Pixa* pixes) const;
};

}  // namespace sohoa
