// What the parts of kdgen_torch share: errors and handles. Not part of the ABI.
#pragma once

#include "kdgen_torch.h"

#include <ATen/ATen.h>

#include <atomic>
#include <exception>
#include <string>
#include <utility>

namespace kdgen {

inline std::atomic<int64_t> live_tensors{0};
inline thread_local std::string last_error;

// Runs `body`; on an exception keeps its message for kd_error() and returns `failure`.
template <class Result, class Body>
Result guarded(Result failure, Body&& body) noexcept {
  try {
    return body();
  } catch (const c10::Error& e) {
    last_error = e.what_without_backtrace();
  } catch (const std::exception& e) {
    last_error = e.what();
  } catch (...) {
    last_error = "libtorch threw something that is no std::exception";
  }
  return failure;
}

inline const at::Tensor& tensor(kd_tensor t) { return *static_cast<at::Tensor*>(t); }

inline kd_tensor hand_out(at::Tensor&& t) {
  if (!t.defined())
    return nullptr;
  auto* handle = new at::Tensor(std::move(t));
  live_tensors.fetch_add(1, std::memory_order_relaxed);
  return handle;
}

inline c10::Device unpack_device(int64_t packed) {
  return c10::Device(static_cast<c10::DeviceType>(packed & 0xff), static_cast<c10::DeviceIndex>(packed >> 8));
}

}  // namespace kdgen
