// Ending blocked work as soon as the user asks for it.
#pragma once

#include <thread>

#include "pipeline/worker_pool.h"

namespace sohoa {

// While it lives, a stop that is asked for (globals.h) ends the pool's blocked calls.
[[nodiscard]] std::jthread interrupt_on_stop(WorkerPool& pool);

}  // namespace sohoa
