//! What it takes to compile a component, reckoned before anything is made of it.
//!
//! Compiling takes far longer than reading: a call of two bytes can move two thousand values, and each branch carries every
//! local along. So a component is measured in steps while it is validated, instruction by instruction: one for each, one
//! for each value it takes or leaves, and where control branches or joins, one for each value that is there to be carried.
//! The validator is asked only after an instruction was paid for, since it keeps a record of each value too.

use wasmparser::{
    FuncToValidate, FuncValidatorAllocations, FunctionBody, Operator, Parser, Payload, ValidPayload,
    Validator, ValidatorResources, WasmFeatures,
};

use crate::deterministic::Unfit;
use crate::engine::MODULES;

/// Steps for a whole component. The largest there is, a plugin in JavaScript with its engine, takes 23 million.
pub(crate) const STEPS: u64 = 40_000_000;
/// Steps for one function: what compiles it takes more than proportionally long.
pub(crate) const FUNCTION_STEPS: u64 = 2_000_000;
/// Bytes of one function.
const FUNCTION_BYTES: usize = 1 << 20;
/// Steps for a function, type or function of the canonical ABI, however small: each has code of its own around it.
const EACH: u64 = 150;
/// So many values an instruction moves in registers; beyond, each goes through memory and takes four times as long.
const REGISTERS: u64 = 16;
/// Components put to use within a component: each can hold further ones, and their number multiplies.
const INSTANCES: u32 = 16;

/// What was reckoned so far.
#[derive(Default)]
struct Reckoning {
    steps: u64,
    modules: u32,
    instances: u32,
}

/// Validates a component, and says what it takes to compile it, in steps.
pub(crate) fn reckon(component: &[u8], features: WasmFeatures) -> Result<u64, Unfit> {
    let invalid = |error: wasmparser::BinaryReaderError| Unfit::Invalid(error.to_string());
    let mut validator = Validator::new_with_features(features);
    let mut parser = Parser::new(0);
    parser.set_features(features);
    let mut reckoning = Reckoning::default();
    let mut scratch = FuncValidatorAllocations::default();
    for payload in parser.parse_all(component) {
        let payload = payload.map_err(invalid)?;
        reckoning.enter(&payload)?;
        if let ValidPayload::Func(function, body) = validator.payload(&payload).map_err(invalid)? {
            scratch = reckoning.function(function, &body, scratch)?;
        }
    }
    Ok(reckoning.steps)
}

impl Reckoning {
    /// Reckons a section by how much there is in it.
    fn enter(&mut self, payload: &Payload<'_>) -> Result<(), Unfit> {
        let few = |so_far: &mut u32, found: u32, most: u32, what: &'static str| {
            *so_far = so_far.saturating_add(found);
            if *so_far > most { Err(Unfit::Parts { what, most }) } else { Ok(()) }
        };
        match payload {
            Payload::ModuleSection { .. } => few(&mut self.modules, 1, MODULES, "modules"),
            Payload::ComponentInstanceSection(section) => {
                few(&mut self.instances, section.count(), INSTANCES, "components put to use")
            }
            Payload::TypeSection(section) => self.pay(EACH, section.count()),
            Payload::FunctionSection(section) => self.pay(EACH, section.count()),
            Payload::ComponentCanonicalSection(section) => self.pay(EACH, section.count()),
            _ => Ok(()),
        }
    }

    fn pay(&mut self, steps: u64, times: u32) -> Result<(), Unfit> {
        self.steps = self.steps.saturating_add(steps.saturating_mul(times.into()));
        if self.steps > STEPS { Err(Unfit::Costly { what: "all of it", most: STEPS }) } else { Ok(()) }
    }

    fn function(
        &mut self,
        function: FuncToValidate<ValidatorResources>,
        body: &FunctionBody<'_>,
        scratch: FuncValidatorAllocations,
    ) -> Result<FuncValidatorAllocations, Unfit> {
        let found = body.as_bytes().len();
        if found > FUNCTION_BYTES {
            return Err(Unfit::GiantFunction { found, most: FUNCTION_BYTES });
        }
        let invalid = |error: wasmparser::BinaryReaderError| Unfit::Invalid(error.to_string());
        let mut validator = function.into_validator(scratch);
        let mut reader = body.get_binary_reader();
        validator.read_locals(&mut reader).map_err(invalid)?;
        let locals = u64::from(validator.len_locals());
        let mut steps = locals;
        let mut operators = wasmparser::OperatorsReader::new(reader);
        while !operators.eof() {
            let (operator, at) = operators.read_with_offset().map_err(invalid)?;
            let (taken, left) = operator.operator_arity(&validator).unwrap_or((0, 0));
            let moved = u64::from(taken).saturating_add(left.into());
            let in_memory = moved.saturating_sub(REGISTERS);
            let carried = locals.saturating_add(validator.operand_stack_height().into());
            steps = steps
                .saturating_add(1)
                .saturating_add(moved)
                .saturating_add(in_memory.saturating_mul(3))
                .saturating_add(branches(&operator).saturating_mul(carried));
            if steps > FUNCTION_STEPS {
                return Err(Unfit::Costly { what: "one of its functions", most: FUNCTION_STEPS });
            }
            validator.op(at, &operator).map_err(invalid)?;
        }
        operators.finish().map_err(invalid)?;
        self.pay(steps, 1)?;
        Ok(validator.into_allocations())
    }
}

/// To how many places control goes from here, or comes together here.
fn branches(operator: &Operator<'_>) -> u64 {
    match operator {
        Operator::Loop { .. }
        | Operator::If { .. }
        | Operator::Else
        | Operator::End
        | Operator::Br { .. }
        | Operator::BrIf { .. }
        | Operator::Return => 1,
        Operator::BrTable { targets } => u64::from(targets.len()).saturating_add(1),
        _ => 0,
    }
}
