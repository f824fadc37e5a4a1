// Headers of BMP, PNM and WebP files. Internal to image/.
#pragma once

#include "image/stored_image.h"

namespace sohoa {

[[nodiscard]] bool looks_like_bmp(Bytes file);
[[nodiscard]] bool looks_like_pnm(Bytes file);
[[nodiscard]] bool looks_like_webp(Bytes file);

// Each throws Error{truncated | unreadable_image}.
[[nodiscard]] StoredImage read_bmp_header(Bytes file);
[[nodiscard]] StoredImage read_pnm_header(Bytes file);
[[nodiscard]] StoredImage read_webp_header(Bytes file);

}  // namespace sohoa
