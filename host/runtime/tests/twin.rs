//! The matrix that ships as a plugin answers as the one that is built in.

mod guest;

use riskwright_core::methodology::Methodology;
use riskwright_runtime::{Runtime, RuntimeOptions};

#[test]
fn the_matrix_as_a_plugin_gives_core_s_bits() {
    let runtime = Runtime::new(RuntimeOptions::default()).expect("a runtime");
    let plugin = runtime.load(&guest::matrix()).unwrap_or_else(|problem| panic!("{problem}"));
    let (settings, core) = guest::twin();
    let methodology = plugin.methodology(&settings, "en").unwrap_or_else(|problem| panic!("{problem}"));
    for count in [0, 1, 100_000] {
        let batch = guest::random_rows(count);
        let (ours, theirs) = (core.assess(&batch).expect("fine"), methodology.try_assess(&batch));
        let theirs = theirs.unwrap_or_else(|problem| panic!("{problem}"));
        let bits = |scores: &[f64]| scores.iter().map(|score| score.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&ours.scores), bits(&theirs.scores));
        assert_eq!(ours.levels, theirs.levels);
        let rows = |answer: &riskwright_core::methodology::Answer| {
            answer.problems.iter().map(|problem| problem.row).collect::<Vec<_>>()
        };
        assert_eq!(rows(&ours), rows(&theirs));
    }
    let traces =
        methodology.try_trace(&guest::random_rows(100)).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(traces.len(), 100);
}
