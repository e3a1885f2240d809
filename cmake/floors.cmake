# vanthu_library(base_mime  DEPENDS base_text …  LIBRARIES ZLIB::ZLIB …): the folder's .cpp files as one static library.
# DEPENDS may only name folders this one may include (tests/floors checks the #includes too).
function(vanthu_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(NOT sources)
    add_library(${name} INTERFACE)  # no .cpp yet: headers only
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${ARG_DEPENDS} Threads::Threads)
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} Threads::Threads PRIVATE ${ARG_LIBRARIES})
endfunction()

# vanthu_test(test_base_mime  DEPENDS base_mime): all *_test.cpp of the folder, one doctest program, one CTest entry.
function(vanthu_test name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  add_executable(${name} ${sources} $<TARGET_OBJECTS:doctest_main>)
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} ${ARG_LIBRARIES} doctest::doctest Threads::Threads)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  foreach(source IN LISTS sources)  # only where it is read: a path in every command would keep other clones from sharing what ccache holds
    file(STRINGS ${source} reads REGEX "VANTHU_SOURCE_DIR|(source_text|mail_corpus)\\.h")
    if(reads)
      set_property(SOURCE ${source} APPEND PROPERTY COMPILE_DEFINITIONS VANTHU_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    endif()
  endforeach()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 900)
endfunction()

# vanthu_fuzz(fuzz_mime DEPENDS base_mime), written in tests/fuzz/fuzz_mime.cmake: tests/fuzz/fuzz_mime.cpp. Under the fuzz preset a libFuzzer program; otherwise
# a program that replays the files it is given, so that seeds and found crashes run in ./test too.
function(vanthu_fuzz name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  if(VANTHU_FUZZ)
    add_executable(${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/${name}.cpp)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/${name}.cpp ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    add_test(NAME ${name}_seeds COMMAND ${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/seeds/${name})
  endif()
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
endfunction()
