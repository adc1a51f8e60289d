// C ABI between KdGen.LibTorch and libtorch.
//
// The heart is kd_op_call: it runs any ATen operator, found once by schema name, through the dispatcher. Everything beside it is what
// the dispatcher cannot say: tensor metadata, autograd, generators, threads, TorchScript.
//
// Errors: no C++ exception leaves a function. A function that can fail says so in its result (see each) and leaves the message, with
// libtorch's first line intact and no backtrace, in kd_error() of the calling thread.
// Ownership: a tensor handle is an at::Tensor on the heap; every handle that a function returns is the caller's, to be freed with
// kd_tensor_free; generators likewise with kd_generator_free. Operator handles live as long as the process.
#pragma once

#include <stdint.h>

#if defined(_WIN32)
#define KD_API __declspec(dllexport)
#else
#define KD_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef void* kd_tensor;
typedef void* kd_op;
typedef void* kd_generator;
typedef void* kd_module;
typedef void* kd_call;

// What a kd_value holds. Lists point to `length` elements: int64_t, double, int64_t (0 or 1) and kd_tensor (null in a list of
// optional tensors: none). The lists and strings of arguments are the caller's and only read during the call.
enum kd_tag {
  KD_NONE = 0,
  KD_INT = 1,
  KD_DOUBLE = 2,
  KD_BOOL = 3,
  KD_TENSOR = 4,
  KD_INT_LIST = 5,
  KD_DOUBLE_LIST = 6,
  KD_BOOL_LIST = 7,
  KD_TENSOR_LIST = 8,
  KD_STRING = 9,
  KD_DEVICE = 10,     // type in the low 8 bits of i, index (or -1) above
  KD_GENERATOR = 11,
  KD_TUPLE = 12,      // of tensors, held as a list of them; only a result of kd_module_forward
};

typedef struct {
  int32_t tag;
  int32_t length;
  union {
    int64_t i;
    double d;
    void* p;
  } u;
} kd_value;

// The message of this thread's last failure.
KD_API const char* kd_error(void);

// ---- operators -----------------------------------------------------------------------------------------------------------------

// Looks up "aten::add" with overload "Tensor". Null when libtorch knows no such operator.
KD_API kd_op kd_op_find(const char* name, const char* overload);

// Calls an operator. Arguments beyond `count` take the schema's defaults; an int stands for a float argument, a number for a
// one-element list. At most `capacity` results are kept: a tensor as a new handle (none when undefined), a tensor list as an array
// of new handles to be freed with kd_free. Returns the number of results of the operator, or -1.
KD_API int32_t kd_op_call(kd_op op, const kd_value* arguments, int32_t count, kd_value* results, int32_t capacity);

KD_API void kd_free(void* array);

// ---- tensors -------------------------------------------------------------------------------------------------------------------

KD_API void kd_tensor_free(kd_tensor t);
KD_API kd_tensor kd_tensor_share(kd_tensor t);            // a second handle of the same tensor
KD_API int64_t kd_tensor_live(void);                      // handles given out and not freed yet

KD_API int32_t kd_tensor_sizes(kd_tensor t, const int64_t** sizes);   // number of dimensions; `sizes` lives as long as the tensor
KD_API int64_t kd_tensor_numel(kd_tensor t);
KD_API int32_t kd_tensor_dtype(kd_tensor t);
KD_API int32_t kd_tensor_device(kd_tensor t);             // as KD_DEVICE packs it
KD_API int64_t kd_tensor_element_size(kd_tensor t);
KD_API int32_t kd_tensor_is_contiguous(kd_tensor t);
KD_API int32_t kd_tensor_is_leaf(kd_tensor t);
KD_API int32_t kd_tensor_requires_grad(kd_tensor t);
KD_API int32_t kd_tensor_set_requires_grad(kd_tensor t, int32_t value);      // 0, or -1 on failure
KD_API int32_t kd_tensor_strides(kd_tensor t, const int64_t** strides);      // number of dimensions, or -1
KD_API int32_t kd_tensor_data(kd_tensor t, void** data);                     // 0, or -1
KD_API int32_t kd_tensor_grad(kd_tensor t, kd_tensor* gradient);             // 0 (null: no gradient), or -1
KD_API int32_t kd_tensor_set_grad(kd_tensor t, kd_tensor gradient);          // 0, or -1; null clears

// ---- autograd ------------------------------------------------------------------------------------------------------------------

// Back-propagates from several roots at once. `gradients` holds one handle a root, null for the implicit 1 of a scalar root.
// With inputs, only their gradients accumulate. 0, or -1.
KD_API int32_t kd_backward(const kd_tensor* roots, const kd_tensor* gradients, int32_t root_count, const kd_tensor* inputs,
                           int32_t input_count, int32_t retain_graph, int32_t create_graph);

// Gradients of the roots with respect to the inputs, written to `results` (one an input, null when unused). 0, or -1.
KD_API int32_t kd_gradients(const kd_tensor* roots, const kd_tensor* gradients, int32_t root_count, const kd_tensor* inputs,
                            int32_t input_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused,
                            kd_tensor* results);

// A function whose gradient the caller computes. `backward` is given the state, the call, the gradient of the result, which it owns, and
// room for a handle an input, each null (no gradient) or a new one; it returns null, or a message that lives until the thread's next call.
// `release` is called when the graph is gone. Neither may let an exception out.
typedef struct {
  const char* (*backward)(void* state, kd_call call, kd_tensor gradient, kd_tensor* results);
  void (*release)(void* state);
} kd_function_calls;

// Makes `result`, which no operator that autograd tracks has produced, the function's result of the inputs. What `backward` reads is
// saved as libtorch's own operators do it: a change in place is noticed. 0, or -1, and `release` has been called then.
KD_API int32_t kd_function_result(kd_tensor result, const kd_tensor* inputs, int32_t input_count, const kd_tensor* saved,
                                  int32_t saved_count, kd_function_calls calls, void* state);

// What was saved, as new handles; for `backward` only. Their number, or -1.
KD_API int32_t kd_function_saved(kd_call call, kd_tensor* results);

KD_API int32_t kd_grad_enabled(void);
KD_API void kd_set_grad_enabled(int32_t enabled);

// ---- random numbers, threads, devices ------------------------------------------------------------------------------------------

KD_API int32_t kd_manual_seed(int64_t seed);                                 // every device; 0, or -1
KD_API kd_generator kd_generator_default(int32_t device);                    // the device's own, shared; null on failure
KD_API kd_generator kd_generator_new(int64_t seed, int32_t device);          // null on failure
KD_API void kd_generator_free(kd_generator g);
KD_API int32_t kd_generator_seed(kd_generator g, int64_t seed);              // 0, or -1
KD_API int64_t kd_generator_initial_seed(kd_generator g);
KD_API kd_tensor kd_generator_state(kd_generator g);                         // null on failure
KD_API int32_t kd_generator_set_state(kd_generator g, kd_tensor state);      // 0, or -1

KD_API int32_t kd_threads(void);
KD_API int32_t kd_set_threads(int32_t count);                                // 0, or -1
KD_API int32_t kd_interop_threads(void);
KD_API int32_t kd_set_interop_threads(int32_t count);                        // 0, or -1

KD_API int32_t kd_cuda_count(void);
KD_API int32_t kd_cuda_has_cudnn(void);
KD_API int32_t kd_cuda_seed(int64_t seed, int32_t all);                      // 0, or -1
KD_API int32_t kd_cuda_synchronize(int32_t index);                           // 0, or -1
KD_API const char* kd_version(void);                                         // of the libtorch this was built against

// ---- TorchScript ---------------------------------------------------------------------------------------------------------------

// Loads a file that torch.jit.save wrote, with its tensors on the device. Null on failure.
KD_API kd_module kd_module_load(const char* path, int32_t device);
KD_API void kd_module_free(kd_module m);

// Runs forward on tensors, ints, doubles, bools and nulls. The result is a tensor, or a list or tuple of tensors as an array of new
// handles to be freed with kd_free. 0, or -1.
KD_API int32_t kd_module_forward(kd_module m, const kd_value* arguments, int32_t count, kd_value* result);

// The module's parameters, or its buffers, with those of the modules below: an array of new handles of the module's own tensors, to be
// freed with kd_free, and their dotted names, each ended by a line feed, in a text that lives until this thread's next call. Their
// number, or -1.
KD_API int32_t kd_module_tensors(kd_module m, int32_t buffers, kd_tensor** tensors, const char** names);

KD_API int32_t kd_module_train(kd_module m, int32_t on);                     // 0, or -1
KD_API int32_t kd_module_is_training(kd_module m);                           // 0 or 1, or -1

// Moves all tensors and, those of floating point, converts them; device or dtype -1: as it is. The tensors stay the same objects, so
// handles of them show the new place. 0, or -1.
KD_API int32_t kd_module_to(kd_module m, int64_t device, int32_t dtype, int32_t non_blocking);

#ifdef __cplusplus
}
#endif
