// TorchScript: modules that Python saved with torch.jit.save.
#include "kdgen_internal.h"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace kdgen;

namespace {

torch::jit::Module& module(kd_module m) { return *static_cast<torch::jit::Module*>(m); }

c10::IValue argument(const kd_value& v) {
  switch (v.tag) {
    case KD_NONE: return {};
    case KD_TENSOR: return tensor(v.u.p);
    case KD_INT: return v.u.i;
    case KD_DOUBLE: return v.u.d;
    case KD_BOOL: return v.u.i != 0;
    default: throw std::invalid_argument("forward takes tensors, numbers and truth values only");
  }
}

void hand_out_all(const std::vector<at::Tensor>& tensors, int32_t tag, kd_value& result) {
  auto* handles = new kd_tensor[tensors.size()];
  for (size_t i = 0; i < tensors.size(); i++)
    handles[i] = hand_out(at::Tensor(tensors[i]));
  result.tag = tag;
  result.length = static_cast<int32_t>(tensors.size());
  result.u.p = handles;
}

void hand_out_result(const c10::IValue& value, kd_value& result) {
  result.tag = KD_NONE;
  result.length = 0;
  result.u.i = 0;
  if (value.isTensor()) {
    result.u.p = hand_out(at::Tensor(value.toTensor()));
    result.tag = result.u.p == nullptr ? KD_NONE : KD_TENSOR;
  } else if (value.isTensorList()) {
    hand_out_all(value.toTensorVector(), KD_TENSOR_LIST, result);
  } else if (value.isTuple()) {
    std::vector<at::Tensor> tensors;
    for (const auto& element : value.toTupleRef().elements()) {
      if (!element.isTensor())
        throw std::runtime_error("forward returns a tuple with a " + element.tagKind() + " in it; only tensors are passed on");
      tensors.push_back(element.toTensor());
    }
    hand_out_all(tensors, KD_TUPLE, result);
  } else if (!value.isNone()) {
    throw std::runtime_error("forward returns a " + value.tagKind() + "; only tensors, lists and tuples of tensors are passed on");
  }
}

}  // namespace

extern "C" {

kd_module kd_module_load(const char* path, int32_t device) {
  return guarded<kd_module>(nullptr, [&] { return new torch::jit::Module(torch::jit::load(path, unpack_device(device))); });
}

void kd_module_free(kd_module m) { delete static_cast<torch::jit::Module*>(m); }

int32_t kd_module_forward(kd_module m, const kd_value* arguments, int32_t count, kd_value* result) {
  return guarded(-1, [&] {
    std::vector<c10::IValue> inputs;
    inputs.reserve(count);
    for (int32_t i = 0; i < count; i++)
      inputs.push_back(argument(arguments[i]));
    hand_out_result(module(m).forward(std::move(inputs)), *result);
    return 0;
  });
}

int32_t kd_module_tensors(kd_module m, int32_t buffers, kd_tensor** tensors, const char** names) {
  static thread_local std::string text;
  return guarded(-1, [&] {
    text.clear();
    std::vector<at::Tensor> found;
    auto keep = [&](const std::string& name, const at::Tensor& value) {
      text.append(name).append("\n");
      found.push_back(value);
    };
    if (buffers != 0) {
      for (const auto& buffer : module(m).named_buffers())
        keep(buffer.name, buffer.value);
    } else {
      for (const auto& parameter : module(m).named_parameters())
        keep(parameter.name, parameter.value);
    }
    kd_value list;
    hand_out_all(found, KD_TENSOR_LIST, list);
    *tensors = static_cast<kd_tensor*>(list.u.p);
    *names = text.c_str();
    return list.length;
  });
}

int32_t kd_module_train(kd_module m, int32_t on) {
  return guarded(-1, [&] {
    module(m).train(on != 0);
    return 0;
  });
}

int32_t kd_module_is_training(kd_module m) {
  return guarded(-1, [&] { return module(m).is_training() ? 1 : 0; });
}

int32_t kd_module_to(kd_module m, int64_t device, int32_t dtype, int32_t non_blocking) {
  return guarded(-1, [&] {
    // Not jit::Module::to: that converts counters to floating point and leaves tensors alone that are neither parameters nor buffers.
    for (const auto& attribute : module(m).named_attributes()) {
      if (!attribute.value.isTensor() || !attribute.value.toTensor().defined())
        continue;
      at::Tensor value = attribute.value.toTensor();
      auto there = device == -1 ? value.device() : unpack_device(device);
      auto type = dtype == -1 || !value.is_floating_point() ? value.scalar_type() : static_cast<at::ScalarType>(dtype);
      at::Tensor gradient = value.grad();
      value.set_data(value.detach().to(there, type, non_blocking != 0));
      if (gradient.defined())
        value.mutable_grad() = gradient.to(there, type, non_blocking != 0);
    }
    return 0;
  });
}

}  // extern "C"
