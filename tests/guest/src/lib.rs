//! The engine behind one function from bytes to bytes, so that native code and WebAssembly answer the very same questions.
//!
//! A request is `{"stage": …, "given": …}`; the answer is JSON. [`case`] runs the cases of tests/cases, [`generated`] what
//! is made up from a seed.
#![deny(unsafe_code)]

use serde::Deserialize;
use serde_json::{Value, json};

pub mod case;
pub mod generated;
pub mod random;

#[derive(Deserialize)]
struct Request {
    stage: String,
    given: Value,
}

/// Answers a request. What can't be answered is told as `{"error": …}`.
#[must_use]
pub fn answer(request: &[u8]) -> Vec<u8> {
    let answered = serde_json::from_slice::<Request>(request)
        .map_err(|error| error.to_string())
        .and_then(|request| run_case(&request.stage, request.given));
    answered.unwrap_or_else(|error| json!({ "error": error })).to_string().into_bytes()
}

/// Runs one case of a stage: what is given in, what the engine makes of it out.
///
/// # Errors
/// If there is no such stage, or the case is not made for it.
pub fn run_case(stage: &str, given: Value) -> Result<Value, String> {
    match stage {
        "matrix" => case::matrix(given),
        "applicability" => case::applicability(given),
        "residual" => case::residual(given),
        "delta" => case::delta(given),
        "register" => generated::register(given),
        "journal" => generated::journal(given),
        "import" => generated::import(given),
        // a stage that the engine gains (a questionnaire, …) gets its line here and its folder in tests/cases
        other => Err(format!("there is no stage `{other}`")),
    }
}

/// What a WebAssembly host calls: `alloc` room for a request, write it there, `run`, and read `len` bytes of the answer.
#[cfg(target_arch = "wasm32")]
mod abi {
    use std::cell::RefCell;

    thread_local! {
        static REQUEST: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }

    /// Room for a request of this many bytes.
    // SAFETY: no other symbol of the module has this name
    #[allow(unsafe_code)]
    #[unsafe(no_mangle)]
    pub extern "C" fn alloc(bytes: usize) -> *mut u8 {
        REQUEST.with_borrow_mut(|request| {
            *request = vec![0; bytes];
            request.as_mut_ptr()
        })
    }

    /// Answers the request, and tells where the answer lies.
    // SAFETY: no other symbol of the module has this name
    #[allow(unsafe_code)]
    #[unsafe(no_mangle)]
    pub extern "C" fn run() -> *const u8 {
        let answer = REQUEST.with_borrow(|request| super::answer(request));
        ANSWER.with_borrow_mut(|held| {
            *held = answer;
            held.as_ptr()
        })
    }

    /// How many bytes the answer has.
    // SAFETY: no other symbol of the module has this name
    #[allow(unsafe_code)]
    #[unsafe(no_mangle)]
    pub extern "C" fn len() -> usize {
        ANSWER.with_borrow(Vec::len)
    }
}
