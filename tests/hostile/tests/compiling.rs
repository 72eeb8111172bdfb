//! Code that would take minutes to compile is refused before that begins. A process of its own: its texts take more memory
//! than the host may.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use riskwright_hostile::Arena;
use riskwright_hostile::cases::compiling;

#[test]
fn code_that_takes_long_to_compile_is_refused_at_once() {
    let packages: Vec<_> = compiling::bombs().into_iter().map(|case| (case.guest.package(), case)).collect();
    let arena = Arena::new();
    for (package, case) in packages {
        let begin = Instant::now();
        let problem = arena.load(&package).expect_err(&case.does);
        // other tests may run beside this one: each takes a second alone
        assert!(begin.elapsed() < Duration::from_secs(15), "{}: {:?}", case.does, begin.elapsed());
        assert_eq!(problem.call, case.fails_in, "{}: {problem}", case.does);
        assert!(case.kinds.contains(&problem.kind), "{}: {problem}", case.does);
        assert!(problem.to_string().contains("too long to compile"), "{}: {problem}", case.does);
        arena.is_unmoved();
    }
}
