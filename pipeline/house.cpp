#include "pipeline/house.h"

#include <ctime>

namespace sohoa {

namespace {

std::tm utc(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return parts;
}

}  // namespace

House with_settings(const House& house, const Settings& settings) {
  return {house.layout, settings,  house.catalogue, house.search,
          house.pool,   house.log, house.progress,  house.clock};
}

std::string iso_time(std::chrono::system_clock::time_point time) {
  const std::tm parts = utc(time);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

int year_of(std::chrono::system_clock::time_point time) {
  return utc(time).tm_year + 1900;
}

}  // namespace sohoa
