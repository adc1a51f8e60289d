// Functions of managed code in the graph of autograd.
#include "kdgen_internal.h"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>

#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace kdgen;
using namespace torch::autograd;

namespace {

// What autograd knows of a result: where it came from, and whom to ask for the gradient.
struct ManagedNode final : Node {
  kd_function_calls calls;
  void* state;
  std::vector<SavedVariable> saved;

  ManagedNode(kd_function_calls given, void* given_state) : calls(given), state(given_state) {}
  ~ManagedNode() override { calls.release(state); }

  std::string name() const override { return "ManagedFunction"; }

  void release_variables() override {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto& variable : saved)
      variable.reset_data();
  }

  int32_t unpack(kd_tensor* results) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (size_t i = 0; i < saved.size(); i++)
      results[i] = hand_out(saved[i].unpack());
    return static_cast<int32_t>(saved.size());
  }

  variable_list apply(variable_list&& gradients) override {
    variable_list results(num_outputs());
    if (!gradients[0].defined())
      return results;
    std::vector<kd_tensor> handles(results.size());
    const char* error = calls.backward(state, this, hand_out(std::move(gradients[0])), handles.data());
    for (size_t i = 0; i < results.size(); i++)
      if (handles[i] != nullptr) {
        results[i] = std::move(*static_cast<at::Tensor*>(handles[i]));
        kd_tensor_free(handles[i]);
      }
    if (error != nullptr)
      throw std::runtime_error(error);
    return results;
  }
};

}  // namespace

extern "C" {

int32_t kd_function_result(kd_tensor result, const kd_tensor* inputs, int32_t input_count, const kd_tensor* saved, int32_t saved_count,
                           kd_function_calls calls, void* state) {
  return guarded(-1, [&] {
    std::shared_ptr<ManagedNode> node(new ManagedNode(calls, state), deleteNode);
    for (int32_t i = 0; i < input_count; i++)
      node->add_next_edge(impl::gradient_edge(tensor(inputs[i])));
    for (int32_t i = 0; i < saved_count; i++)
      node->saved.emplace_back(tensor(saved[i]), false);
    at::Tensor own = tensor(result);
    set_history(own, node);
    return 0;
  });
}

int32_t kd_function_saved(kd_node node, kd_tensor* results) {
  return guarded(-1, [&] { return static_cast<ManagedNode*>(node)->unpack(results); });
}

}  // extern "C"
