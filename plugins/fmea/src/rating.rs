//! The three ratings of a failure, 1 to 10 each, and their product.

use crate::words::Words;

/// A rating, 1 to 10; 10 is worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rating(u8);

impl Rating {
    /// The worst.
    pub const WORST: Self = Self(10);

    /// A rating, if it is 1 to 10.
    #[must_use]
    pub fn new(value: u8) -> Option<Self> {
        (1..=10).contains(&value).then_some(Self(value))
    }

    /// The rating of a level counted from 0.
    #[must_use]
    pub fn of_level(level: u8) -> Option<Self> {
        level.checked_add(1).and_then(Self::new)
    }

    /// 1 to 10.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

/// The risk priority number: the product of the ratings, 1 to 1000.
#[must_use]
pub fn rpn(severity: Rating, occurrence: Rating, detection: Rating) -> u16 {
    u16::from(severity.0) * u16::from(occurrence.0) * u16::from(detection.0)
}

/// How bad the effect is.
pub const SEVERITY: [Words; 10] = [
    ["1 – no effect", "1 – keine Auswirkung", "1 – aucun effet"],
    ["2 – barely noticed", "2 – kaum bemerkt", "2 – à peine remarqué"],
    ["3 – a nuisance", "3 – lästig", "3 – gênant"],
    ["4 – slight disturbance", "4 – leichte Störung", "4 – légère perturbation"],
    [
        "5 – disturbance of a secondary function",
        "5 – Störung einer Nebenfunktion",
        "5 – fonction secondaire perturbée",
    ],
    ["6 – loss of a secondary function", "6 – Ausfall einer Nebenfunktion", "6 – fonction secondaire perdue"],
    [
        "7 – disturbance of a main function",
        "7 – Störung einer Hauptfunktion",
        "7 – fonction principale perturbée",
    ],
    ["8 – loss of a main function", "8 – Ausfall einer Hauptfunktion", "8 – fonction principale perdue"],
    [
        "9 – breach of law or duty",
        "9 – Verstoß gegen Recht oder Pflicht",
        "9 – manquement à la loi ou à une obligation",
    ],
    ["10 – danger to people", "10 – Gefahr für Menschen", "10 – danger pour les personnes"],
];

/// How often the cause occurs.
pub const OCCURRENCE: [Words; 10] = [
    ["1 – ruled out", "1 – ausgeschlossen", "1 – exclu"],
    ["2 – next to never", "2 – so gut wie nie", "2 – presque jamais"],
    ["3 – very rare", "3 – sehr selten", "3 – très rare"],
    ["4 – rare", "4 – selten", "4 – rare"],
    ["5 – now and then", "5 – hin und wieder", "5 – de temps en temps"],
    ["6 – repeatedly", "6 – wiederholt", "6 – à plusieurs reprises"],
    ["7 – often", "7 – häufig", "7 – souvent"],
    ["8 – very often", "8 – sehr häufig", "8 – très souvent"],
    ["9 – almost always", "9 – fast immer", "9 – presque toujours"],
    ["10 – inevitable", "10 – unvermeidlich", "10 – inévitable"],
];

/// How hard it is to notice in time; 10 is hardest.
pub const DETECTION: [Words; 10] = [
    ["1 – certain to be noticed", "1 – wird sicher entdeckt", "1 – détection certaine"],
    ["2 – almost certain to be noticed", "2 – wird fast sicher entdeckt", "2 – détection presque certaine"],
    ["3 – very likely to be noticed", "3 – Entdeckung sehr wahrscheinlich", "3 – détection très probable"],
    ["4 – likely to be noticed", "4 – Entdeckung wahrscheinlich", "4 – détection probable"],
    ["5 – more often noticed than not", "5 – wird meist entdeckt", "5 – détection dans la plupart des cas"],
    [
        "6 – as often missed as noticed",
        "6 – wird jedes zweite Mal übersehen",
        "6 – détection une fois sur deux",
    ],
    ["7 – often missed", "7 – wird oft übersehen", "7 – souvent non détecté"],
    ["8 – mostly missed", "8 – wird meist übersehen", "8 – le plus souvent non détecté"],
    ["9 – noticed by chance only", "9 – wird nur zufällig entdeckt", "9 – détection par hasard seulement"],
    ["10 – not detectable", "10 – nicht entdeckbar", "10 – indétectable"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_120_products_are_met() {
        let ratings: Vec<_> = (0..10).filter_map(Rating::of_level).collect();
        let mut products = std::collections::BTreeSet::new();
        for s in &ratings {
            for o in &ratings {
                products.extend(ratings.iter().map(|d| rpn(*s, *o, *d)));
            }
        }
        assert_eq!(products.len(), 120);
        assert_eq!((products.first(), products.last()), (Some(&1), Some(&1000)));
    }

    #[test]
    fn ratings_are_1_to_10() {
        assert_eq!(Rating::new(0), None);
        assert_eq!(Rating::new(11), None);
        assert_eq!(Rating::of_level(9), Some(Rating::WORST));
        assert_eq!(Rating::of_level(10), None);
        assert_eq!(Rating::of_level(255), None);
    }

    #[test]
    fn titles_begin_with_their_rating() {
        for scale in [SEVERITY, OCCURRENCE, DETECTION] {
            for (at, words) in scale.iter().enumerate() {
                assert!(words.iter().all(|word| word.starts_with(&format!("{} – ", at + 1))));
            }
        }
    }
}
