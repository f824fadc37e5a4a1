# sohoa_folder(NAME SOURCES a.cpp... USES document ... PRIVATE_LIBS tgt...)
#
# One static library a folder. USES names the folders that it may include
# (tests/include_direction_test.py reads the same lines); third-party
# libraries are linked PRIVATE so that their headers stay in this folder.
function(sohoa_folder name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATE_LIBS" ${ARGN})
  add_library(sohoa_${name} STATIC ${ARG_SOURCES})
  target_include_directories(sohoa_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(sohoa_${name} PUBLIC sohoa_${used})
  endforeach()
  target_link_libraries(sohoa_${name} PRIVATE ${ARG_PRIVATE_LIBS})
endfunction()

# sohoa_test(NAME SOURCES a.cpp... USES folder ... LIBS tgt...)
# One test program a folder, found by ctest one case at a time.
function(sohoa_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LIBS" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(${name}_test PRIVATE sohoa_${used})
  endforeach()
  target_link_libraries(${name}_test PRIVATE ${ARG_LIBS} GTest::gtest GTest::gtest_main)
  # What is tested is as fast as ever; the tests themselves compile in two thirds of the time.
  target_compile_options(${name}_test PRIVATE $<$<CONFIG:Release>:-O1>)
  target_compile_definitions(${name}_test PRIVATE
    SOHOA_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SOHOA_BINARY_DIR="${PROJECT_BINARY_DIR}")
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}: " DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT 300 ENVIRONMENT "OMP_THREAD_LIMIT=1")
endfunction()
