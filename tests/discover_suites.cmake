# Runs after a test program was linked: one entry of ctest for each suite in it. Starting a process
# costs more than most tests. The cases are the labels of their suite, so that `./run test PATTERN`
# finds the suite by the name of a case; which case failed is in its output.
# Wants PROGRAM, PREFIX and OUTPUT.
execute_process(COMMAND ${PROGRAM} --gtest_list_tests OUTPUT_VARIABLE listed RESULT_VARIABLE result)
if(result)
  message(FATAL_ERROR "${PROGRAM} does not list its tests: ${result}")
endif()

set(script "")
set(suite "")
macro(finish_suite)
  if(cases)
    string(APPEND script "add_test([==[${PREFIX}${suite}]==] [==[${PROGRAM}]==] "
                         "[==[--gtest_filter=${suite}.*]==])\n"
                         "set_tests_properties([==[${PREFIX}${suite}]==] PROPERTIES LABELS "
                         "[==[${cases}]==])\n")
  endif()
  set(cases "")
endmacro()

string(REPLACE ";" "," listed "${listed}")
string(REPLACE "\n" ";" lines "${listed}")
foreach(line IN LISTS lines)
  string(REGEX REPLACE " *#.*" "" line "${line}")
  if(line MATCHES "^  (.+)$")
    list(APPEND cases "${PREFIX}${suite}.${CMAKE_MATCH_1}")
  elseif(line MATCHES "^([A-Za-z0-9_/]+)\\.$")
    set(name "${CMAKE_MATCH_1}")
    finish_suite()
    set(suite "${name}")
  endif()
endforeach()
finish_suite()
file(WRITE ${OUTPUT} "${script}")
