// Co<T>: a lazily started coroutine that yields one T. Owned by whoever awaits it; destroyed with its frame.
// Belongs to the executor it runs on (base/async/executor.h): never resume it from another thread.
// Awaiting starts the child at once; when it finishes without parking, the parent goes on without growing the stack
// (dependencies.md: symmetric transfer overflowed at -O0). Parameters by value or from an owner that outlives the
// coroutine; no capturing lambda is a coroutine; no lock is held across co_await.
//
// GCC 12 DESTROYS TWICE a lambda that captures by value, or a braced aggregate, written inside a co_await expression:
//   co_await g([text] { … });  co_await connect({.ip = ip});  // double free
//   auto job = [text] { … };                                  // right: name it first
//   co_await g(std::move(job));
// Captures by reference or of `this` are safe. Pool::run(), Database::write() and read() take a named function only.
// GCC 12.2 MISCOMPILES (PR 106188: hangs or crashes) `if (… co_await …)`, `while (…)`, `switch (…)` in a coroutine
// whose body declares no local variable at its top level, and co_await inside `a ? b : c`. Take the result into a local
// first:
//   auto sent = co_await stream.write(text);
//   if (!sent) co_return …;
// tests/base/async/co_await_*rule_test.cpp find what was forgotten.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

// A parameter that what the call answers refers to: clang warns when it would die first.
#if defined(__clang__)
#define VANTHU_LIFETIMEBOUND [[clang::lifetimebound]]
#else
#define VANTHU_LIFETIMEBOUND
#endif

namespace base {

template <class T = void>
class Co;

namespace co_detail {

struct PromiseBase {
  std::coroutine_handle<> continuation;
  bool parked = false;  // the parent has suspended and must be resumed when we finish
  std::exception_ptr exception;

  std::suspend_always initial_suspend() noexcept { return {}; }
  struct Final {
    bool await_ready() const noexcept { return false; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> self) const noexcept {
      PromiseBase& promise = self.promise();
      if (promise.parked) promise.continuation.resume();
    }
    void await_resume() const noexcept {}
  };
  Final final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { exception = std::current_exception(); }
};

template <class T>
struct Promise : PromiseBase {
  std::optional<T> value;
  Co<T> get_return_object() noexcept;
  template <class U = T>  // the default lets `co_return {}` work
  void return_value(U&& v) {
    value.emplace(std::forward<U>(v));
  }
  T take() {
    if (exception) std::rethrow_exception(exception);
    return std::move(*value);
  }
};

template <>
struct Promise<void> : PromiseBase {
  Co<void> get_return_object() noexcept;
  void return_void() noexcept {}
  void take() {
    if (exception) std::rethrow_exception(exception);
  }
};

}  // namespace co_detail

template <class T>
class [[nodiscard]] Co {
 public:
  using promise_type = co_detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Co(Handle handle) noexcept : handle_(handle) {}
  Co(Co&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Co& operator=(Co&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, nullptr);
    }
    return *this;
  }
  Co(const Co&) = delete;
  Co& operator=(const Co&) = delete;
  ~Co() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> parent) {
    promise_type& promise = handle_.promise();
    promise.continuation = parent;
    handle_.resume();
    if (handle_.done()) return false;
    promise.parked = true;
    return true;
  }
  T await_resume() { return handle_.promise().take(); }

 private:
  Handle handle_;
};

template <class T>
Co<T> co_detail::Promise<T>::get_return_object() noexcept {
  return Co<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Co<void> co_detail::Promise<void>::get_return_object() noexcept {
  return Co<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

}  // namespace base
