//! NaNs have one spelling wherever a guest can look at their bits.

use riskwright_runtime::deterministic::{Unfit, deterministic};
use wasmtime::component::{Component, Linker};
use wasmtime::{Engine, Store};

/// Leaks the bits of NaNs in every way there is. Each function takes the bits of a float and gives those it sees.
const LEAKS: &str = r#"(component
  (core module $m
    (memory 1)
    (global $kept (mut f64) (f64.const 0))
    (table funcref (elem $same))
    (type $of (func (param f64) (result f64)))
    (func $same (type $of) (local.get 0))
    ;; arithmetic of a NaN, through memory
    (func (export "stored") (param i64) (result i64)
      (f64.store (i32.const 8) (f64.add (f64.reinterpret_i64 (local.get 0)) (f64.const 1)))
      (i64.load (i32.const 8)))
    (func (export "negated") (param i64) (result i64)
      (i64.reinterpret_f64 (f64.neg (f64.mul (f64.reinterpret_i64 (local.get 0)) (f64.const 3)))))
    ;; a NaN of the processor's own making
    (func (export "made") (param i64) (result i64)
      (i64.reinterpret_f64 (f64.sub
        (f64.add (f64.const inf) (f64.convert_i64_s (local.get 0))) (f64.const inf))))
    (func (export "signed") (param i64) (result i64)
      (i64.reinterpret_f64 (f64.copysign (f64.const 1)
        (f64.div (f64.const 0) (f64.mul (f64.const 0) (f64.reinterpret_i64 (local.get 0)))))))
    (func (export "through") (param i64) (result i64)
      (global.set $kept (call_indirect (type $of) (f64.sqrt (f64.reinterpret_i64 (local.get 0))) (i32.const 0)))
      (i64.reinterpret_f64 (select (global.get $kept) (f64.const 0) (i32.const 1))))
    (func (export "branched") (param i64) (result i64) (local f64)
      (i64.reinterpret_f64 (block (result f64)
        (local.set 1 (f64.min (f64.reinterpret_i64 (local.get 0)) (f64.const 2)))
        (br_if 0 (local.get 1) (i32.const 1))
        (drop) (f64.const 0))))
    (func (export "single") (param i64) (result i64)
      (f32.store (i32.const 16) (f32.demote_f64 (f64.reinterpret_i64 (local.get 0))))
      (i64.extend_i32_u (i32.xor (i32.load (i32.const 16))
        (i32.reinterpret_f32 (f32.neg (f32.mul (f32.load (i32.const 16)) (f32.const 1))))))))
  (core instance $i (instantiate $m))
  (func (export "stored") (param "bits" u64) (result u64) (canon lift (core func $i "stored")))
  (func (export "negated") (param "bits" u64) (result u64) (canon lift (core func $i "negated")))
  (func (export "made") (param "bits" u64) (result u64) (canon lift (core func $i "made")))
  (func (export "signed") (param "bits" u64) (result u64) (canon lift (core func $i "signed")))
  (func (export "through") (param "bits" u64) (result u64) (canon lift (core func $i "through")))
  (func (export "branched") (param "bits" u64) (result u64) (canon lift (core func $i "branched")))
  (func (export "single") (param "bits" u64) (result u64) (canon lift (core func $i "single")))
)"#;

const NAN: u64 = 0x7ff8_0000_0000_0000;

fn run(component: &[u8], calls: &[(&str, u64)]) -> Vec<u64> {
    let engine = Engine::default();
    let component = Component::new(&engine, component).expect("it is valid");
    let mut store = Store::new(&engine, ());
    let instance = Linker::new(&engine).instantiate(&mut store, &component).expect("it imports nothing");
    calls
        .iter()
        .map(|(name, bits)| {
            let function = instance.get_typed_func::<(u64,), (u64,)>(&mut store, name).expect("it is there");
            function.call(&mut store, (*bits,)).expect("it answers").0
        })
        .collect()
}

#[test]
fn every_nan_that_can_be_looked_at_is_the_canonical_one() {
    let component = wat::parse_str(LEAKS).expect("it is right");
    let rewritten = deterministic(&component).expect("it will do");
    let nans = [NAN, NAN | 1 << 63, 0x7ff0_0000_0000_0001, 0xfff8_dead_beef_0001];
    let mut leaked = false;
    for bits in nans {
        let names = ["stored", "negated", "through", "branched"];
        let calls: Vec<(&str, u64)> = names.iter().map(|name| (*name, bits)).collect();
        assert_eq!(run(&rewritten, &calls), [NAN; 4], "{bits:x}");
        leaked |= run(&component, &calls) != [NAN; 4];
        assert_eq!(run(&rewritten, &[("signed", bits)]), [1.0_f64.to_bits()], "{bits:x}");
        assert_eq!(run(&rewritten, &[("single", bits)]), [0], "{bits:x}");
    }
    assert!(leaked, "the guest shows nothing, so it tests nothing");
    // numbers are left alone, zeros and their signs among them
    assert_eq!(run(&rewritten, &[("negated", 2.0_f64.to_bits())]), [(-6.0_f64).to_bits()]);
    assert_eq!(run(&rewritten, &[("negated", 0)]), [(-0.0_f64).to_bits()]);
    assert_eq!(run(&rewritten, &[("made", 0)]), [NAN]);
    assert_eq!(run(&rewritten, &[("branched", (-0.0_f64).to_bits())]), [(-0.0_f64).to_bits()]);
    assert_eq!(deterministic(&component).expect("again"), rewritten, "the same bytes each time");
}

#[test]
fn what_was_rewritten_once_may_be_rewritten_again() {
    let component = wat::parse_str(LEAKS).expect("it is right");
    let twice = deterministic(&deterministic(&component).expect("once")).expect("twice");
    assert_eq!(run(&twice, &[("stored", NAN | 1 << 63)]), [NAN]);
}

#[test]
fn what_could_differ_between_machines_is_refused() {
    let module =
        |body: &str| wat::parse_str(format!("(component (core module {body}))")).expect("it is right");
    for (body, what) in [
        ("(func (drop (v128.const i64x2 0 0)))", "SIMD"),
        ("(func (drop (i8x16.relaxed_swizzle (v128.const i64x2 0 0) (v128.const i64x2 0 0))))", ""),
        ("(memory 1 1 shared)", "thread"),
        ("(memory i64 1)", "64"),
        ("(memory 1) (memory 1)", "memor"),
        ("(type (struct (field f64)))", ""),
        ("(tag)", "exception"),
        ("(func (result i32) (return_call 0))", "tail call"),
    ] {
        match deterministic(&module(body)) {
            Err(Unfit::Invalid(said)) => assert!(said.contains(what), "{body}: {said}"),
            other => panic!("{body}: {other:?}"),
        }
    }
    let composed = r#"(component
        (component $one (core module $m (func (export "f") (result f64) f64.const nan))
            (core instance $i (instantiate $m)) (func (export "f") (result f64) (canon lift (core func $i "f"))))
        (instance $one (instantiate $one))
        (core func $f (canon lower (func $one "f"))))"#;
    let composed = wat::parse_str(composed).expect("it is right");
    assert!(matches!(deterministic(&composed), Err(Unfit::Composed)));
    let giant = format!("(func {})", "(drop (i32.const 1))".repeat(400_000));
    assert!(matches!(deterministic(&module(&giant)), Err(Unfit::GiantFunction { .. })));
    assert!(matches!(deterministic(b"no component"), Err(Unfit::Invalid(_))));
}
