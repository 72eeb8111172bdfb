//! Each thing a plugin can do is met with a problem that names it, in time, and nobody else notices.
#![forbid(unsafe_code)]

use riskwright_hostile::Arena;
use riskwright_hostile::cases::{answers, calls, catalogues, limits, losses, questionnaires};

macro_rules! withstands {
    ($($name:ident: $cases:expr;)+) => {
        $(#[test]
        fn $name() {
            Arena::new().withstands(&$cases);
        })+
    };
}

withstands! {
    endless_loops: limits::loops();
    endless_memory: limits::memory();
    endless_recursion: limits::recursion();
    traps_in_each_call: calls::traps();
    wrong_places: calls::wrong_places();
    numbers_out_of_place: answers::numbers();
    wrong_rows: answers::rows();
    lists_that_lie: answers::lies();
    texts_that_are_none: answers::texts();
    aliased_lists: answers::aliases();
    descriptions_that_are_none: answers::descriptions();
    catalogues_that_are_none: catalogues::structures();
    catalogues_without_end: catalogues::sizes();
    catalogues_of_texts_that_are_none: catalogues::texts();
    questionnaires_in_circles: questionnaires::conditions();
    questionnaires_that_are_none: questionnaires::contents();
    what_follows_from_no_answer: questionnaires::consequences();
    questionnaires_without_end: questionnaires::sizes();
    distributions_that_are_none: losses::distributions();
    losses_that_are_none: losses::quantities();
    losses_without_end: losses::sizes();
}
