#include "kdgen_internal.h"

#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/jit_type.h>
#include <ATen/core/stack.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/cuda.h>
#include <torch/version.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <climits>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

using namespace kdgen;

namespace {

#ifdef __GLIBC__
// A training step frees its activations and asks for blocks of the same sizes again. As glibc comes it returns large blocks to the
// system, so that every step pays for the same pages anew, zeroing included: a third of the processor time of a small net's step. Kept, they are reused.
const int keep_freed_memory = mallopt(M_MMAP_THRESHOLD, INT_MAX) & mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif

at::Tensor tensor_or_undefined(kd_tensor t) { return t == nullptr ? at::Tensor() : tensor(t); }

torch::autograd::variable_list tensors(const kd_tensor* list, int32_t count) {
  torch::autograd::variable_list result;
  result.reserve(count);
  for (int32_t i = 0; i < count; i++)
    result.push_back(tensor_or_undefined(list[i]));
  return result;
}

// ---- operators -----------------------------------------------------------------------------------------------------------------

// How a value has to be boxed for an argument. The schema is read once, when the operator is looked up, so that a call does no work
// on types or strings.
enum class Box : uint8_t { as_given, real, int_list, real_list, bool_list, tensor_list, optional_tensor_list };

struct Parameter {
  Box box;
  int32_t list_length;      // of int[2] and the like, where one number stands for all
  bool has_default;
  c10::IValue default_value;
};

struct Operator {
  c10::OperatorHandle handle;
  std::string name;
  std::vector<Parameter> parameters;
  int32_t result_count;
};

Box boxing(const c10::TypePtr& declared) {
  c10::TypePtr type = declared;
  if (auto optional = type->cast<c10::OptionalType>())
    type = optional->getElementType();
  if (type->kind() == c10::TypeKind::FloatType)
    return Box::real;
  auto list = type->cast<c10::ListType>();
  if (!list)
    return Box::as_given;
  switch (list->getElementType()->kind()) {
    case c10::TypeKind::FloatType: return Box::real_list;
    case c10::TypeKind::BoolType: return Box::bool_list;
    case c10::TypeKind::TensorType: return Box::tensor_list;
    case c10::TypeKind::OptionalType: return Box::optional_tensor_list;
    default: return Box::int_list;
  }
}

[[noreturn]] void reject(const Operator& op, size_t index, const char* why) {
  throw std::invalid_argument(op.name + ": argument " + std::to_string(index) + " (" +
                              op.handle.schema().arguments()[index].name() + ") " + why);
}

template <class Element, class Source>
c10::IValue list_of(const Source* source, int32_t count) {
  c10::List<Element> list;
  list.reserve(count);
  for (int32_t i = 0; i < count; i++)
    list.push_back(static_cast<Element>(source[i]));
  return list;
}

c10::IValue tensor_list_of(const kd_tensor* source, int32_t count) {
  c10::List<at::Tensor> list;
  list.reserve(count);
  for (int32_t i = 0; i < count; i++)
    list.push_back(tensor_or_undefined(source[i]));
  return list;
}

c10::IValue optional_tensor_list_of(const kd_tensor* source, int32_t count) {
  c10::impl::GenericList list(c10::OptionalType::ofTensor());
  list.reserve(count);
  for (int32_t i = 0; i < count; i++)
    list.push_back(source[i] == nullptr ? c10::IValue() : c10::IValue(tensor(source[i])));
  return list;
}

c10::IValue box(const Operator& op, size_t index, const kd_value& v) {
  const Parameter& parameter = op.parameters[index];
  switch (v.tag) {
    case KD_NONE:
      return {};
    case KD_TENSOR:
      return tensor(v.u.p);
    case KD_INT:
      if (parameter.box == Box::real)
        return static_cast<double>(v.u.i);
      if (parameter.box == Box::int_list)
        return c10::IValue(std::vector<int64_t>(parameter.list_length, v.u.i));
      return v.u.i;
    case KD_DOUBLE:
      return v.u.d;
    case KD_BOOL:
      return v.u.i != 0;
    case KD_INT_LIST: {
      auto* source = static_cast<const int64_t*>(v.u.p);
      return parameter.box == Box::real_list ? list_of<double>(source, v.length) : list_of<int64_t>(source, v.length);
    }
    case KD_DOUBLE_LIST:
      return list_of<double>(static_cast<const double*>(v.u.p), v.length);
    case KD_BOOL_LIST:
      return list_of<bool>(static_cast<const int64_t*>(v.u.p), v.length);
    case KD_TENSOR_LIST: {
      auto* source = static_cast<const kd_tensor*>(v.u.p);
      return parameter.box == Box::optional_tensor_list ? optional_tensor_list_of(source, v.length)
                                                        : tensor_list_of(source, v.length);
    }
    case KD_STRING:
      return std::string(static_cast<const char*>(v.u.p), v.length);
    case KD_DEVICE:
      return unpack_device(v.u.i);
    case KD_GENERATOR:
      return *static_cast<at::Generator*>(v.u.p);
    default:
      reject(op, index, "has an unknown tag");
  }
}

void unbox(const Operator& op, c10::IValue&& result, kd_value& v) {
  v.tag = KD_NONE;
  v.length = 0;
  v.u.i = 0;
  if (result.isTensor()) {
    v.u.p = hand_out(std::move(result).toTensor());
    v.tag = v.u.p == nullptr ? KD_NONE : KD_TENSOR;
  } else if (result.isInt()) {
    v.tag = KD_INT;
    v.u.i = result.toInt();
  } else if (result.isDouble()) {
    v.tag = KD_DOUBLE;
    v.u.d = result.toDouble();
  } else if (result.isBool()) {
    v.tag = KD_BOOL;
    v.u.i = result.toBool() ? 1 : 0;
  } else if (result.isTensorList()) {
    auto list = result.toTensorVector();
    auto* handles = new kd_tensor[list.size()];
    for (size_t i = 0; i < list.size(); i++)
      handles[i] = hand_out(std::move(list[i]));
    v.tag = KD_TENSOR_LIST;
    v.length = static_cast<int32_t>(list.size());
    v.u.p = handles;
  } else if (!result.isNone()) {
    throw std::runtime_error(op.name + " returns a " + result.tagKind() + ", which KdGen.LibTorch does not pass on");
  }
}

}  // namespace

extern "C" {

const char* kd_error(void) { return last_error.c_str(); }

kd_op kd_op_find(const char* name, const char* overload) {
  return guarded<kd_op>(nullptr, [&]() -> kd_op {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!found)
      throw std::invalid_argument("libtorch " TORCH_VERSION " has no operator " + std::string(name) +
                                  (*overload ? "." : "") + overload);
    const auto& schema = found->schema();
    auto* op = new Operator{*found, name, {}, static_cast<int32_t>(schema.returns().size())};
    for (const auto& argument : schema.arguments()) {
      bool optional = argument.type()->kind() == c10::TypeKind::OptionalType;
      bool has_default = argument.default_value().has_value() || optional;
      op->parameters.push_back({boxing(argument.type()), argument.N() ? static_cast<int32_t>(*argument.N()) : 1, has_default,
                                argument.default_value() ? *argument.default_value() : c10::IValue()});
    }
    return op;
  });
}

int32_t kd_op_call(kd_op handle, const kd_value* arguments, int32_t count, kd_value* results, int32_t capacity) {
  // One stack a thread, kept between calls. No operator calls back into managed code, so it is never in use twice.
  static thread_local torch::jit::Stack stack;
  const auto& op = *static_cast<const Operator*>(handle);
  int32_t done = guarded<int32_t>(-1, [&] {
    if (static_cast<size_t>(count) > op.parameters.size())
      throw std::invalid_argument(op.name + " takes " + std::to_string(op.parameters.size()) + " arguments, not " +
                                  std::to_string(count));
    for (size_t i = 0; i < op.parameters.size(); i++) {
      if (i < static_cast<size_t>(count))
        stack.push_back(box(op, i, arguments[i]));
      else if (op.parameters[i].has_default)
        stack.push_back(op.parameters[i].default_value);
      else
        reject(op, i, "is missing");
    }
    op.handle.callBoxed(&stack);
    for (int32_t i = 0; i < op.result_count && i < capacity; i++)
      unbox(op, std::move(stack[i]), results[i]);
    return op.result_count;
  });
  stack.clear();
  return done;
}

void kd_free(void* array) { delete[] static_cast<kd_tensor*>(array); }

// ---- tensors -------------------------------------------------------------------------------------------------------------------

void kd_tensor_free(kd_tensor t) {
  delete static_cast<at::Tensor*>(t);
  live_tensors.fetch_sub(1, std::memory_order_relaxed);
}

kd_tensor kd_tensor_share(kd_tensor t) { return hand_out(at::Tensor(tensor(t))); }
int64_t kd_tensor_live(void) { return live_tensors.load(std::memory_order_relaxed); }

int32_t kd_tensor_sizes(kd_tensor t, const int64_t** sizes) {
  auto shape = tensor(t).sizes();
  *sizes = shape.data();
  return static_cast<int32_t>(shape.size());
}

int64_t kd_tensor_numel(kd_tensor t) { return tensor(t).numel(); }
int32_t kd_tensor_dtype(kd_tensor t) { return static_cast<int32_t>(tensor(t).scalar_type()); }

int32_t kd_tensor_device(kd_tensor t) {
  auto device = tensor(t).device();
  return static_cast<int32_t>(device.type()) | static_cast<int32_t>(device.index()) * 256;
}

int64_t kd_tensor_element_size(kd_tensor t) { return static_cast<int64_t>(tensor(t).element_size()); }
int32_t kd_tensor_is_contiguous(kd_tensor t) { return tensor(t).is_contiguous(); }
int32_t kd_tensor_is_leaf(kd_tensor t) { return tensor(t).is_leaf(); }
int32_t kd_tensor_requires_grad(kd_tensor t) { return tensor(t).requires_grad(); }

int32_t kd_tensor_set_requires_grad(kd_tensor t, int32_t value) {
  return guarded(-1, [&] {
    tensor(t).set_requires_grad(value != 0);
    return 0;
  });
}

int32_t kd_tensor_strides(kd_tensor t, const int64_t** strides) {
  return guarded(-1, [&] {
    auto steps = tensor(t).strides();
    *strides = steps.data();
    return static_cast<int32_t>(steps.size());
  });
}

int32_t kd_tensor_data(kd_tensor t, void** data) {
  return guarded(-1, [&] {
    *data = tensor(t).data_ptr();
    return 0;
  });
}

int32_t kd_tensor_grad(kd_tensor t, kd_tensor* gradient) {
  return guarded(-1, [&] {
    *gradient = hand_out(at::Tensor(tensor(t).grad()));
    return 0;
  });
}

int32_t kd_tensor_set_grad(kd_tensor t, kd_tensor gradient) {
  return guarded(-1, [&] {
    tensor(t).mutable_grad() = tensor_or_undefined(gradient);
    return 0;
  });
}

// ---- autograd ------------------------------------------------------------------------------------------------------------------

int32_t kd_backward(const kd_tensor* roots, const kd_tensor* gradients, int32_t root_count, const kd_tensor* inputs,
                    int32_t input_count, int32_t retain_graph, int32_t create_graph) {
  return guarded(-1, [&] {
    torch::autograd::backward(tensors(roots, root_count), tensors(gradients, root_count), retain_graph != 0, create_graph != 0,
                              tensors(inputs, input_count));
    return 0;
  });
}

int32_t kd_gradients(const kd_tensor* roots, const kd_tensor* gradients, int32_t root_count, const kd_tensor* inputs,
                     int32_t input_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, kd_tensor* results) {
  return guarded(-1, [&] {
    auto found = torch::autograd::grad(tensors(roots, root_count), tensors(inputs, input_count), tensors(gradients, root_count),
                                       retain_graph != 0, create_graph != 0, allow_unused != 0);
    for (int32_t i = 0; i < input_count; i++)
      results[i] = hand_out(std::move(found[i]));
    return 0;
  });
}

int32_t kd_grad_enabled(void) { return c10::GradMode::is_enabled(); }
void kd_set_grad_enabled(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

// ---- random numbers, threads, devices ------------------------------------------------------------------------------------------

int32_t kd_manual_seed(int64_t seed) {
  return guarded(-1, [&] {
    at::manual_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

kd_generator kd_generator_default(int32_t device) {
  return guarded<kd_generator>(nullptr,
                               [&] { return new at::Generator(at::globalContext().defaultGenerator(unpack_device(device))); });
}

kd_generator kd_generator_new(int64_t seed, int32_t device) {
  return guarded<kd_generator>(nullptr, [&] {
    // A seeded clone of the device's default generator: the same for every device, and no CUDA header is needed.
    auto generator = at::globalContext().defaultGenerator(unpack_device(device)).clone();
    generator.set_current_seed(static_cast<uint64_t>(seed));
    return new at::Generator(std::move(generator));
  });
}

void kd_generator_free(kd_generator g) { delete static_cast<at::Generator*>(g); }

int32_t kd_generator_seed(kd_generator g, int64_t seed) {
  return guarded(-1, [&] {
    auto& generator = *static_cast<at::Generator*>(g);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_current_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

int64_t kd_generator_initial_seed(kd_generator g) {
  return guarded<int64_t>(0, [&] { return static_cast<int64_t>(static_cast<at::Generator*>(g)->current_seed()); });
}

kd_tensor kd_generator_state(kd_generator g) {
  return guarded<kd_tensor>(nullptr, [&] {
    auto& generator = *static_cast<at::Generator*>(g);
    std::lock_guard<std::mutex> lock(generator.mutex());
    return hand_out(generator.get_state());
  });
}

int32_t kd_generator_set_state(kd_generator g, kd_tensor state) {
  return guarded(-1, [&] {
    auto& generator = *static_cast<at::Generator*>(g);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(tensor(state));
    return 0;
  });
}

int32_t kd_threads(void) { return at::get_num_threads(); }

int32_t kd_set_threads(int32_t count) {
  return guarded(-1, [&] {
    at::set_num_threads(count);
    return 0;
  });
}

int32_t kd_interop_threads(void) { return at::get_num_interop_threads(); }

int32_t kd_set_interop_threads(int32_t count) {
  return guarded(-1, [&] {
    at::set_num_interop_threads(count);
    return 0;
  });
}

int32_t kd_cuda_count(void) {
  return guarded(0, [] { return static_cast<int32_t>(torch::cuda::device_count()); });
}

int32_t kd_cuda_has_cudnn(void) {
  return guarded(0, [] { return static_cast<int32_t>(torch::cuda::cudnn_is_available()); });
}

int32_t kd_cuda_seed(int64_t seed, int32_t all) {
  return guarded(-1, [&] {
    if (all != 0)
      torch::cuda::manual_seed_all(static_cast<uint64_t>(seed));
    else
      torch::cuda::manual_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

int32_t kd_cuda_synchronize(int32_t index) {
  return guarded(-1, [&] {
    torch::cuda::synchronize(index);
    return 0;
  });
}

const char* kd_version(void) { return TORCH_VERSION; }

}  // extern "C"
