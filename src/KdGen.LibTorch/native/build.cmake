# Brings libkdgen_torch up to date; what the MSBuild target runs on every build.
#
#   cmake -DBUILD=DIR [-DKDGEN_LIBTORCH=DIR] -P build.cmake
#
# It configures and compiles only when the sources, the choice of libtorch or the libtorch that was found have changed, one process at a
# time. It leaves two files in BUILD: `built.txt`, present after a compilation, says against what; `error.txt`, present after a failure,
# says in one line why.
cmake_minimum_required(VERSION 3.18)

file(MAKE_DIRECTORY "${BUILD}")
file(LOCK "${BUILD}" DIRECTORY GUARD PROCESS TIMEOUT 900)
file(REMOVE "${BUILD}/built.txt" "${BUILD}/error.txt")
set(packages "apt-get install -y cmake make g++ libtorch-dev libopenblas0-pthread")

function(stop reason)
  file(WRITE "${BUILD}/error.txt" "${reason}")
  file(REMOVE "${BUILD}/key.txt")
  message(FATAL_ERROR "${reason}")
endfunction()

# Everything that the library was made from, in one text. found.txt lists the files of the libtorch that was taken last.
function(current_key result)
  set(key "${KDGEN_LIBTORCH}\n")
  foreach(name CMakeLists.txt kdgen_function.cpp kdgen_internal.h kdgen_script.cpp kdgen_torch.cpp kdgen_torch.h)
    file(SHA1 "${CMAKE_CURRENT_LIST_DIR}/${name}" hash)
    string(APPEND key "${hash}\n")
  endforeach()
  if(EXISTS "${BUILD}/found.txt")
    file(STRINGS "${BUILD}/found.txt" files)
    foreach(file ${files})
      set(stamp "gone")
      if(EXISTS "${file}")
        file(TIMESTAMP "${file}" stamp "%s" UTC)
      endif()
      string(APPEND key "${file} ${stamp}\n")
    endforeach()
  endif()
  set(${result} "${key}" PARENT_SCOPE)
endfunction()

file(GLOB library "${BUILD}/libkdgen_torch.so" "${BUILD}/libkdgen_torch.dylib" "${BUILD}/Release/kdgen_torch.dll" "${BUILD}/kdgen_torch.dll")
current_key(key)
if(library AND EXISTS "${BUILD}/key.txt")
  file(READ "${BUILD}/key.txt" built_key)
  if(key STREQUAL built_key)
    return()
  endif()
endif()

# A cache of another libtorch would win over the new choice.
file(REMOVE "${BUILD}/CMakeCache.txt" "${BUILD}/found.txt")
file(REMOVE_RECURSE "${BUILD}/CMakeFiles")
find_program(ninja NAMES ninja ninja-build)
set(generator "")
if(ninja)
  set(generator -G Ninja)
endif()
execute_process(
  COMMAND "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B "${BUILD}" ${generator} -DCMAKE_BUILD_TYPE=Release "-DKDGEN_LIBTORCH=${KDGEN_LIBTORCH}"
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT status EQUAL 0)
  file(WRITE "${BUILD}/cmake.log" "${output}")
  if(output MATCHES "KDGEN: ([A-Z0-9_]+) not found" AND KDGEN_LIBTORCH)
    stop("no libtorch in '${KDGEN_LIBTORCH}' (${CMAKE_MATCH_1} not found): KdGenLibTorchDir or KDGEN_LIBTORCH must name an unpacked libtorch or the torch folder of an installed PyTorch")
  endif()
  stop("KdGen.LibTorch needs cmake, make, g++ and libtorch: ${packages} (what cmake said is in ${BUILD}/cmake.log)")
endif()
string(REGEX MATCH "KDGEN: (libtorch [^\n]*)" found "${output}")
set(found "${CMAKE_MATCH_1}")

execute_process(COMMAND "${CMAKE_COMMAND}" --build "${BUILD}" --config Release
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
file(WRITE "${BUILD}/build.log" "${output}")
if(NOT status EQUAL 0)
  stop("the native part of KdGen.LibTorch does not compile against ${found}: see ${BUILD}/build.log")
endif()
current_key(key)
file(WRITE "${BUILD}/key.txt" "${key}")
file(WRITE "${BUILD}/built.txt" "${found}")
