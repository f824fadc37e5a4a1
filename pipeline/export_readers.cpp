#include "pipeline/export_run.h"
namespace sohoa { void export_for_readers(const ExportRun& run) { (void)run; } void export_as_packages(const ExportRun& run) { (void)run; } }
