//! The same bits on every machine: what a component may contain, and the one thing that has to be changed in it.
//!
//! WebAssembly leaves exactly one result of its plain instructions open: the sign and the payload of a NaN that
//! arithmetic makes. Engines can be told to make every NaN canonical after every instruction, but browsers can't, and it
//! doubles the cost of a method. It is not needed either: a NaN's bits matter only where they can be told apart from those
//! of another NaN. In a module without SIMD and garbage-collected objects that is so in three places alone:
//!
//! - a store to memory (`f32.store`, `f64.store`), from where the bits can be read as integers;
//! - a reinterpretation as an integer (`i32.reinterpret_f32`, `i64.reinterpret_f64`);
//! - the second operand of `copysign`, whose sign goes over to a number.
//!
//! Everything else either takes a NaN for a NaN (arithmetic, comparisons, conversions, which trap or saturate) or hands
//! the value on as a float (locals, globals, parameters, results, `select`, `neg`, `abs`, the first operand of
//! `copysign`), to meet one of the three sooner or later. So [`deterministic`] puts a test in front of the three, and
//! nothing else changes. Where a value leaves the component as a float without having been in memory, the host refuses
//! NaN. A function lowered from another component would be a fourth place, its adapter may reinterpret: components that
//! contain one are refused.
//!
//! A failed `memory.grow` would show a guest the limits of the machine: the host ends the call instead.

use crate::cost;
use crate::problem::shown;
use wasm_encoder::reencode::{Error as Reencoding, Reencode, ReencodeComponent, component_utils, utils};
use wasm_encoder::{CodeSection, Component, Function, Instruction, Module, ValType};
use wasmparser::{
    CanonicalFunction, CompositeInnerType, CustomSectionReader, FunctionBody, Operator, Parser, Payload,
    WasmFeatures,
};

/// Changes with every change of what [`deterministic`] makes of a component.
pub const VERSION: u32 = 2;

/// Why a component is refused before it is compiled.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Not a valid component of the features that plugins have.
    #[error("it is no component that plugins may be: {0}")]
    Invalid(String),
    /// Something that the host or another component would have to offer.
    #[error("it imports {0}; a plugin computes and imports nothing")]
    Imports(String),
    /// A function that other components offer.
    #[error(
        "it is composed of several components that call each other; link the code into one module instead"
    )]
    Composed,
    /// Components within components, deeper than any tool makes them.
    #[error(
        "its components lie in each other more than {NESTED} deep; link the code into one module instead"
    )]
    Nested,
    /// A function that takes too long to compile.
    #[error("one of its functions has {found} bytes, at most {most} are compiled; split it up")]
    GiantFunction {
        /// Its size.
        found: usize,
        /// What is compiled at most.
        most: usize,
    },
    /// Code that takes too long to compile.
    #[error(
        "it would take too long to compile {what}: by instructions, and values that branches and calls carry, it comes to \
         more than {most} steps; split large functions up, and leave out what is not needed"
    )]
    Costly {
        /// All of it, or one of its functions.
        what: &'static str,
        /// The steps that are taken at most.
        most: u64,
    },
    /// More of something than any tool makes.
    #[error("it has more than {most} {what}; link the code into one module instead")]
    Parts {
        /// Of what.
        what: &'static str,
        /// How many may be.
        most: u32,
    },
}

/// What plugins are made of: WebAssembly as Rust and C compile to it, without SIMD, threads, exceptions, garbage-collected
/// objects, 64-bit or several memories.
fn features() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::FLOATS
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::COMPONENT_MODEL
}

/// The component with its core modules changed so that no NaN's bits can be observed but the canonical ones.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let component = wat::parse_str(r#"(component (core module (func (export "f") (param f64) (result i64)
///     local.get 0 i64.reinterpret_f64)))"#)?;
/// let rewritten = riskwright_runtime::deterministic::deterministic(&component)?;
/// assert_ne!(component, rewritten);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`Unfit`] if it is no valid component of the features that plugins have.
pub fn deterministic(component: &[u8]) -> Result<Vec<u8>, Unfit> {
    // all of it is valid from here on, the parser can't be led astray
    cost::reckon(component, features())?;
    let imports = imports(component)?;
    if !imports.is_empty() {
        return Err(Unfit::Imports(shown(&imports.join(", "))));
    }
    let mut rewritten = Component::new();
    let parser = Parser::new(0);
    let done = Canonical::default().parse_component(&mut rewritten, parser, component);
    match done {
        Ok(()) => Ok(rewritten.finish()),
        Err(Reencoding::UserError(unfit)) => Err(unfit),
        Err(error) => Err(Unfit::Invalid(error.to_string())),
    }
}

/// So deep components may lie in each other: what reads them goes down one call for each.
const NESTED: usize = 16;

/// What the component itself imports; its modules import from each other.
fn imports(component: &[u8]) -> Result<Vec<String>, Unfit> {
    let invalid = |error: wasmparser::BinaryReaderError| Unfit::Invalid(error.to_string());
    let mut names = Vec::new();
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        match payload.map_err(invalid)? {
            Payload::Version { .. } => {
                depth += 1;
                if depth > NESTED {
                    return Err(Unfit::Nested);
                }
            }
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section {
                    names.push(format!("`{}`", import.map_err(invalid)?.name.name));
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

/// Writes a component anew, function by function.
#[derive(Default)]
struct Canonical {
    /// How many parameters each function of the module in hand has that is defined in it.
    parameters: Vec<u32>,
    /// The function in hand, among those.
    function: usize,
}

/// Which float is on top of the stack, where its bits are about to be observed.
fn observed(operator: &Operator<'_>) -> Option<ValType> {
    match operator {
        Operator::F64Store { .. } | Operator::I64ReinterpretF64 | Operator::F64Copysign => Some(ValType::F64),
        Operator::F32Store { .. } | Operator::I32ReinterpretF32 | Operator::F32Copysign => Some(ValType::F32),
        _ => None,
    }
}

/// Whether an instruction leaves a float on top of the stack that is no NaN, or one whose bits are settled.
fn settled(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::F64Load { .. }
            | Operator::F32Load { .. }
            | Operator::F64Const { .. }
            | Operator::F32Const { .. }
            | Operator::F64ReinterpretI64
            | Operator::F32ReinterpretI32
            | Operator::F64ConvertI32S
            | Operator::F64ConvertI32U
            | Operator::F64ConvertI64S
            | Operator::F64ConvertI64U
            | Operator::F32ConvertI32S
            | Operator::F32ConvertI32U
            | Operator::F32ConvertI64S
            | Operator::F32ConvertI64U
    )
}

/// Leaves the float on top of the stack as it is, or the canonical NaN in place of any.
fn canonicalise(function: &mut Function, of: ValType, scratch: u32) {
    function.instruction(&Instruction::LocalTee(scratch));
    let (nan, same) = if of == ValType::F64 {
        (Instruction::F64Const(f64::from_bits(0x7ff8_0000_0000_0000).into()), Instruction::F64Ge)
    } else {
        (Instruction::F32Const(f32::from_bits(0x7fc0_0000).into()), Instruction::F32Ge)
    };
    function.instruction(&nan);
    function.instruction(&Instruction::LocalGet(scratch));
    function.instruction(&Instruction::LocalGet(scratch));
    function.instruction(&same);
    function.instruction(&Instruction::Select);
}

impl Reencode for Canonical {
    type Error = Unfit;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Reencoding<Unfit>> {
        let parameters = self.parameters.get(self.function).copied().unwrap_or(0);
        self.function += 1;
        let (mut doubles, mut singles) = (false, false);
        let mut before = false;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            match observed(&operator) {
                Some(ValType::F64) if !before => doubles = true,
                Some(_) if !before => singles = true,
                _ => {}
            }
            before = settled(&operator);
        }
        let mut locals = Vec::new();
        let mut next = parameters;
        for group in body.get_locals_reader()? {
            let (count, of) = group?;
            next = next.saturating_add(count);
            locals.push((count, self.val_type(of)?));
        }
        let double = next;
        if doubles {
            locals.push((1, ValType::F64));
            next = next.saturating_add(1);
        }
        if singles {
            locals.push((1, ValType::F32));
        }
        let mut function = Function::new(locals);
        let mut before = false;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let operator = operators.read()?;
            if let Some(of) = observed(&operator).filter(|_| !before) {
                canonicalise(&mut function, of, if of == ValType::F64 { double } else { next });
            }
            before = settled(&operator);
            function.instruction(&self.instruction(operator)?);
        }
        code.function(&function);
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        module: &mut Module,
        section: CustomSectionReader<'_>,
    ) -> Result<(), Reencoding<Unfit>> {
        // names help to read a trap; what else there may be speaks of places that are others now
        if section.name() == "name" { utils::parse_custom_section(self, module, section) } else { Ok(()) }
    }
}

impl ReencodeComponent for Canonical {
    fn parse_component_submodule(
        &mut self,
        component: &mut Component,
        parser: Parser,
        module: &[u8],
    ) -> Result<(), Reencoding<Unfit>> {
        self.parameters = parameters(parser.clone(), module)?;
        self.function = 0;
        component_utils::parse_component_submodule(self, component, parser, module)
    }

    fn parse_component_canonical(
        &mut self,
        section: &mut wasm_encoder::CanonicalFunctionSection,
        function: CanonicalFunction,
    ) -> Result<(), Reencoding<Unfit>> {
        if matches!(function, CanonicalFunction::Lower { .. }) {
            return Err(Reencoding::UserError(Unfit::Composed));
        }
        component_utils::parse_component_canonical(self, section, function)
    }

    fn parse_component_custom_section(
        &mut self,
        _: &mut Component,
        _: CustomSectionReader<'_>,
    ) -> Result<(), Reencoding<Unfit>> {
        Ok(())
    }
}

/// How many parameters each function has that a module defines.
fn parameters(parser: Parser, module: &[u8]) -> Result<Vec<u32>, Reencoding<Unfit>> {
    let mut types = Vec::new();
    let mut functions = Vec::new();
    for payload in parser.parse_all(module) {
        match payload? {
            Payload::TypeSection(section) => {
                for group in section {
                    types.extend(group?.into_types().map(|of| match of.composite_type.inner {
                        CompositeInnerType::Func(function) => function.params().len(),
                        _ => 0,
                    }));
                }
            }
            Payload::FunctionSection(section) => {
                for of in section {
                    let count = usize::try_from(of?).ok().and_then(|of| types.get(of).copied());
                    functions.push(count.and_then(|count| u32::try_from(count).ok()).unwrap_or(0));
                }
            }
            Payload::CodeSectionStart { .. } => break,
            _ => {}
        }
    }
    Ok(functions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_in_components_are_refused_before_anything_goes_down_them() {
        let nested = |deep: usize| {
            let text = format!("{}{}", "(component ".repeat(deep), ")".repeat(deep));
            wat::parse_str(text).unwrap()
        };
        assert!(deterministic(&nested(NESTED)).is_ok());
        assert!(matches!(deterministic(&nested(NESTED + 1)), Err(Unfit::Nested)));
        assert!(matches!(deterministic(&nested(90)), Err(Unfit::Nested)));
    }
}
