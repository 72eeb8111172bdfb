//! Plugins by chance: from a seed, the same ones every time.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use wasm_smith::{Component, Config, Module};

use crate::guest::componentize;

/// Where a random thing begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub u64);

impl Seed {
    /// So many bytes.
    fn bytes(self, count: usize) -> Vec<u8> {
        let mut dice = Dice::new(self);
        std::iter::repeat_with(|| dice.number().to_le_bytes()).flatten().take(count).collect()
    }
}

/// Numbers that look random (splitmix64).
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: Seed) -> Self {
        Self(seed.0)
    }
    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }
    /// Less than that.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.number() % bound.max(1)
    }
    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
    /// From 0 to below 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }
    /// One of these.
    pub(crate) fn one<T: Copy, const N: usize>(&mut self, of: &[T; N]) -> T {
        of[self.below(N as u64) as usize]
    }
}

/// The functions of a methodology, as a module exports them.
static SHAPE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let text = r#"(module
        (memory (export "memory") 2)
        (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
        (func (export "riskwright:plugin/methodology@0.1.0#validate-settings") (param i32 i32) (result i32) unreachable)
        (func (export "riskwright:plugin/methodology@0.1.0#describe") (param i32 i32) (result i32) unreachable)
        (func (export "riskwright:plugin/methodology@0.1.0#assess") (param i32 i32 i32 i32 i32) (result i32) unreachable)
        (func (export "riskwright:plugin/methodology@0.1.0#trace") (param i32 i32 i32 i32 i32) (result i32) unreachable)
        (func (export "riskwright:plugin/methodology@0.1.0#loss") (param i32 i32 i32 i32 i32) (result i32) unreachable))"#;
    wat::parse_str(text).unwrap_or_default()
});

/// Three of four keep to what the host allows, so that more of them run; the rest may use anything.
fn config(seed: Seed) -> Config {
    let tame = !seed.0.is_multiple_of(4);
    Config {
        max_imports: if tame { 0 } else { 3 },
        min_funcs: 1,
        max_funcs: 8,
        max_instructions: 60,
        // beside the one that is exported
        max_memories: if tame { 0 } else { 2 },
        reference_types_enabled: !tame,
        max_memory32_bytes: if tame { 16 << 20 } else { u64::from(u32::MAX) + 1 },
        allow_start_export: !tame,
        allow_invalid_funcs: seed.0 % 16 == 1,
        simd_enabled: !tame,
        relaxed_simd_enabled: !tame,
        threads_enabled: !tame,
        exceptions_enabled: !tame,
        gc_enabled: !tame,
        memory64_enabled: !tame,
        tail_call_enabled: !tame,
        wide_arithmetic_enabled: !tame,
        ..Config::default()
    }
}

/// A module of its own kind, which is no component.
#[must_use]
pub fn random_core_module(seed: Seed) -> Option<Vec<u8>> {
    let bytes = seed.bytes(4096);
    Module::new(config(seed), &mut Unstructured::new(&bytes)).ok().map(|module| module.to_bytes())
}

/// A component that knows nothing of the contract.
#[must_use]
pub fn random_component(seed: Seed) -> Option<Vec<u8>> {
    let bytes = seed.bytes(1024);
    let component = Component::new(Config::default(), &mut Unstructured::new(&bytes));
    component.ok().map(|component| component.to_bytes())
}

/// A methodology whose functions do anything at all.
#[must_use]
pub fn random_plugin(seed: Seed) -> Option<Vec<u8>> {
    let bytes = seed.bytes(4096);
    let config = Config { exports: Some(SHAPE.clone()), max_imports: 0, ..config(seed) };
    let module = Module::new(config, &mut Unstructured::new(&bytes)).ok()?;
    componentize(module.to_bytes(), &["methodology"], &[]).ok()
}
