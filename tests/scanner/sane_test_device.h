// SANE's own test device, in a configuration of its own for each test.
#pragma once

#include <boost/filesystem.hpp>
#include <cstdlib>
#include <fstream>
#include <string>

namespace sohoa {

// While it lives, SANE knows the test backend alone. `settings` are lines of its test.conf.
// libsane asks for the variable once in a process, so that all share one folder.
class SaneTestDevice {
 public:
  explicit SaneTestDevice(const std::string& settings = "", int devices = 1) {
    boost::filesystem::create_directories(folder());
    std::ofstream((folder() / "dll.conf").string()) << "test\n";
    std::ofstream((folder() / "test.conf").string())
        << "number_of_devices " << devices
        << "\nmode Gray\ndepth 8\nresolution_min 50\nresolution_max 1200\nresolution_quant 1\n"
           "geometry_min 0\ngeometry_max 300\ngeometry_quant 0.1\n"
        << settings << '\n';
    ::setenv("SANE_CONFIG_DIR", folder().c_str(), 1);
    ::unsetenv("SANE_DEFAULT_DEVICE");
  }
  ~SaneTestDevice() { boost::filesystem::remove_all(folder()); }
  SaneTestDevice(const SaneTestDevice&) = delete;
  SaneTestDevice& operator=(const SaneTestDevice&) = delete;

 private:
  static const boost::filesystem::path& folder() {
    static const boost::filesystem::path path =
        boost::filesystem::temp_directory_path() / boost::filesystem::unique_path("sane-%%%%%%%%");
    return path;
  }
};

}  // namespace sohoa
