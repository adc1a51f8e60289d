// Functions of managed code in the graph of autograd.
#include "kdgen_internal.h"

#include <ATen/core/ivalue.h>
#include <torch/csrc/autograd/custom_function.h>

#include <stdexcept>
#include <utility>
#include <vector>

using namespace kdgen;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

// The caller's state, let go with the graph.
struct State final : torch::CustomClassHolder {
  kd_function_calls calls;
  void* state;

  State(kd_function_calls given, void* given_state) : calls(given), state(given_state) {}
  ~State() override { calls.release(state); }
};

// What is no input.
struct Call {
  c10::intrusive_ptr<State> state;    // first: whatever fails then, the caller's state is released
  at::Tensor result;
  variable_list saved;
};

struct ManagedFunction final : torch::autograd::Function<ManagedFunction> {
  static at::Tensor forward(AutogradContext* context, at::TensorList inputs, const Call& call) {
    context->save_for_backward(call.saved);
    context->saved_data["state"] = c10::IValue::make_capsule(call.state);
    context->saved_data["inputs"] = static_cast<int64_t>(inputs.size());
    return call.result;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto capsule = context->saved_data["state"].toCapsule();
    auto& state = static_cast<State&>(*capsule);
    std::vector<kd_tensor> handles(context->saved_data["inputs"].toInt());
    const char* error = state.calls.backward(state.state, context, hand_out(std::move(gradients[0])), handles.data());
    variable_list results(handles.size() + 1);    // the call has none
    for (size_t i = 0; i < handles.size(); i++)
      if (handles[i] != nullptr) {
        results[i] = tensor(handles[i]);
        kd_tensor_free(handles[i]);
      }
    if (error != nullptr)
      throw std::runtime_error(error);
    return results;
  }
};

variable_list tensors(const kd_tensor* list, int32_t count) {
  variable_list result;
  for (int32_t i = 0; i < count; i++)
    result.push_back(tensor(list[i]));
  return result;
}

}  // namespace

extern "C" {

int32_t kd_function_result(kd_tensor result, const kd_tensor* inputs, int32_t input_count, const kd_tensor* saved, int32_t saved_count,
                           kd_function_calls calls, void* state) {
  return guarded(-1, [&] {
    Call call{c10::make_intrusive<State>(calls, state), tensor(result), tensors(saved, saved_count)};
    variable_list given = tensors(inputs, input_count);
    at::TensorList list = given;
    ManagedFunction::apply(list, call);
    return 0;
  });
}

int32_t kd_function_saved(kd_call call, kd_tensor* results) {
  return guarded(-1, [&] {
    auto saved = static_cast<AutogradContext*>(call)->get_saved_variables();
    for (size_t i = 0; i < saved.size(); i++)
      results[i] = hand_out(std::move(saved[i]));
    return static_cast<int32_t>(saved.size());
  });
}

}  // extern "C"
