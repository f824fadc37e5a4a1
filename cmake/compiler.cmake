# Language level, warnings and sanitizers for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(SOHOA_CCACHE ccache)
if(SOHOA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SOHOA_CCACHE})
endif()

option(SOHOA_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
if(SOHOA_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor
                    -Wold-style-cast -Wcast-qual -Wimplicit-fallthrough)
# GCC 12 reports these two inside its own headers once optimisation inlines
# them; the debug build keeps them as errors.
add_compile_options($<$<NOT:$<CONFIG:Debug>>:-Wno-error=maybe-uninitialized>
                    $<$<NOT:$<CONFIG:Debug>>:-Wno-error=restrict>)
